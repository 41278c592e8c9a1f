package org.ikisaki.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ScriptsTest {
  @Test
  void shellcheckFindsNothing() throws IOException, InterruptedException {
    for (String script :
        new String[] {"bin/ikisaki", "bin/test", "bin/bench", "bin/endurance", ".ci/run"}) {
      Programs.Output verdict =
          Programs.run("shellcheck", "--external-sources", "--check-sourced", script);

      assertThat(verdict.text()).as(script).isEmpty();
      assertThat(verdict.status()).isZero();
    }
  }

  @Test
  void continuousIntegrationCallsTheTestCommandAndNothingElse() throws IOException {
    assertThat(Path.of(".ci/run")).isExecutable().hasContent("#!/bin/sh\nexec bin/test\n");
    assertThat(Files.isExecutable(Path.of("bin/test"))).isTrue();
  }
}
