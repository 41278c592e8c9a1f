package org.ikisaki.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Rulebook;
import org.ikisaki.daemon.Settings;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.StoreReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is known of a host, an address or a flow, and why. */
@Command(
    name = "explain",
    description = {
      "Says what a host, an address or a flow was taken for, on which evidence; and why, if it has no"
          + " name.",
      "A flow is a device and an endpoint, as 'top --by unnamed' shows them side by side."
    })
final class ExplainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Parameters(
      arity = "1..2",
      paramLabel = "SUBJECT",
      description = {
        "www.example.org, 192.0.2.1, or a flow:",
        "02:00:00:00:00:05 192.0.2.1:443/tcp",
        "192.168.1.5 [2001:db8::1]:443/udp",
        "living-room-tv 192.0.2.1:443/tcp",
        "'192.168.1.5:51514>192.0.2.1:443/tcp'"
      })
  private List<String> words;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, ConfigException, Failure {
    ExplainSubject subject = subject();
    Settings settings = storeOptions.config().settings();
    RuleSet rules = Rulebook.read(settings.rules());
    PrintWriter out = spec.commandLine().getOut();
    try (StoreReader reader = storeOptions.reader()) {
      Explanation explanation = Explanation.read(reader, subject, rules);
      if (json) {
        out.println(Json.text(ExplainJson.of(explanation, rules)));
      } else {
        new ExplainText(out).print(explanation, rules);
        Credits.print(out, settings);
      }
    }
    out.flush();
    return 0;
  }

  private ExplainSubject subject() {
    try {
      return ExplainSubject.parse(words);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
