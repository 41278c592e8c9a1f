package org.ikisaki.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import java.net.URL;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
  @Test
  void aLineReachesLogback() {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.start();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    try {
      LoggerFactory.getLogger("org.ikisaki.some.Part").info("eth0: {} frames", 12);
    } finally {
      root.detachAppender(appender);
    }
    assertThat(appender.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("eth0: 12 frames");
  }

  @Test
  void theConsoleGetsControlCharactersAsQuestionMarks() throws JoranException {
    String line = shipped("a\u001b[31m\r\nb\u009b\u202e\u2066\u2028c\u007f\u200fd 日本語");

    assertThat(line).endsWith(" WARN  a?[31m??b????c??d 日本語" + System.lineSeparator());
  }

  @Test
  void stackTracesStayOutOfTheConsole() throws JoranException {
    assertThat(shipped("store: failed")).doesNotContain("IllegalStateException", "\tat ");
  }

  /** A warning with an exception, as the shipped configuration prints it. */
  private static String shipped(String message) throws JoranException {
    URL file = Main.class.getResource("/logback.xml");
    LoggerContext context = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(file);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ConsoleAppender<ILoggingEvent> console =
        (ConsoleAppender<ILoggingEvent>) root.getAppender("STDERR");
    try {
      assertThat(console.getTarget()).isEqualTo("System.err");
      LoggingEvent event =
          new LoggingEvent(
              LoggingTest.class.getName(),
              root,
              Level.WARN,
              message,
              new IllegalStateException("inner"),
              null);
      return new String(console.getEncoder().encode(event), UTF_8);
    } finally {
      context.stop();
    }
  }
}
