package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Rulebook;
import org.ikisaki.service.Catalogue;
import org.ikisaki.service.RuleCheck;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.RulesFile;
import org.ikisaki.service.RulesSettings;
import org.ikisaki.service.Service;
import org.ikisaki.service.Subject;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.IpProtocol;
import org.ikisaki.wire.ProtocolNames;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The nickname rules. */
@Command(
    name = "rules",
    description = "Checks, tries, lists, suggests and changes the nickname rules.",
    subcommands = {
      RulesCommand.Check.class,
      RulesCommand.Test.class,
      RulesCommand.ListRules.class,
      RulesSuggestCommand.class,
      RulesEditCommands.Add.class,
      RulesEditCommands.Remove.class
    })
final class RulesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.WRONG_USE;
  }

  /** Reads the rules and says what is wrong with them. */
  @Command(name = "check", description = "Says what is wrong with the rules, with line and column.")
  static final class Check implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;

    @Parameters(
        arity = "0..1",
        paramLabel = "FILE",
        description = "The rules (default: rules.file of the configuration).")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException, ConfigException, Failure {
      Path checked = file != null ? file : config.settings().rules().file();
      PrintWriter out = spec.commandLine().getOut();
      if (checked == null || !Files.exists(checked)) {
        throw new Failure(checked + ": there is no such file; name one, or set rules.file");
      }
      RuleSet rules = Rulebook.read(new RulesSettings(checked));
      RuleCheck.Report report = RuleCheck.of(RulesFile.read(checked), Catalogue.rules());
      for (RuleCheck.Finding finding : report.findings()) {
        out.println(
            Text.safe(
                "%s: '%s' %s".formatted(finding.origin(), finding.rule(), finding.message())));
      }
      if (report.known() > 0) {
        out.println(
            checked + ": " + report.known() + " rules say what the catalogue says without them");
      }
      out.println(
          "%s: %s; %d rules with the catalogue's"
              .formatted(
                  checked,
                  report.findings().isEmpty()
                      ? "in order"
                      : "no mistakes, but rules that do nothing: " + report.findings().size(),
                  rules.rules().size()));
      out.flush();
      return 0;
    }
  }

  /** Says what a host or an address would be taken for. */
  @Command(
      name = "test",
      description = "Says which service a host or an address is taken for, and by which rule.")
  static final class Test implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;

    @Parameters(paramLabel = "HOST|ADDRESS", description = "Such as i.ytimg.com or 192.0.2.1.")
    private String subject;

    @Option(names = "--as", paramLabel = "N", description = "Take it to be in this AS.")
    private int asn;

    @Option(names = "--port", paramLabel = "PORT", description = "On this port, such as tcp/8443.")
    private @Nullable String port;

    @Option(names = "--device", paramLabel = "MAC", description = "As this device's traffic.")
    private @Nullable String device;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ConfigException {
      RuleSet rules = Rulebook.read(config.settings().rules());
      Subject what = subject();
      Service service = rules.classify(what).service();
      List<RuleSet.Rule> matching = rules.explain(what);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        JsonObject object = new JsonObject();
        object.addProperty("subject", subject);
        object.addProperty("service", service.name());
        object.addProperty("category", service.category());
        object.add("rules", array(matching));
        out.println(Json.text(object));
      } else {
        out.println(
            Text.safe(subject)
                + ": "
                + Text.safe(service.name())
                + (service.category().isEmpty() ? "" : " (" + Text.safe(service.category()) + ")"));
        for (int i = 0; i < matching.size(); i++) {
          RuleSet.Rule rule = matching.get(i);
          out.println(
              (i == 0 ? "  by        " : "  also met  ")
                  + Text.safe(
                      rule.pattern() + "  " + rule.service().name() + "  " + rule.origin()));
        }
        if (matching.isEmpty()) {
          out.println(
              "  no rule matches: "
                  + (what.host() == null ? "its network" : "its domain")
                  + " stands in");
        }
      }
      out.flush();
      return 0;
    }

    private Subject subject() {
      String key = device == null ? null : device.toLowerCase(Locale.ROOT).replace('-', ':');
      String written = port == null ? "0" : port;
      int slash = written.indexOf('/');
      int protocol = slash < 0 ? IpProtocol.TCP : protocol(written.substring(0, slash));
      int number = number(written.substring(slash + 1));
      String host;
      IpAddress address;
      try {
        address = IpAddress.parse(subject);
        host = null;
      } catch (IllegalArgumentException e) {
        address = IpAddress.UNSPECIFIED;
        host = subject.toLowerCase(Locale.ROOT);
      }
      return new Subject(host, address, asn, "", protocol, number, key);
    }

    private int protocol(String name) {
      return ProtocolNames.number(name.toLowerCase(Locale.ROOT)).orElseThrow(this::noPort);
    }

    private int number(String digits) {
      if (!digits.matches("[0-9]{1,5}")) {
        throw noPort();
      }
      return Integer.parseInt(digits);
    }

    private ParameterException noPort() {
      return new ParameterException(
          spec.commandLine(), "--port is one such as 8443 or udp/443, not " + port);
    }
  }

  /** Lists the rules. */
  @Command(name = "list", description = "Lists the rules, the user's first.")
  static final class ListRules implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;

    @Option(names = "--service", paramLabel = "NAME", description = "Only those of this service.")
    private @Nullable String service;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ConfigException {
      List<RuleSet.Rule> rules =
          Rulebook.read(config.settings().rules()).rules().stream()
              .filter(r -> service == null || r.service().name().equalsIgnoreCase(service))
              .toList();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.text(array(rules)));
      } else {
        Table table =
            new Table(
                Table.left("SERVICE"),
                Table.left("CATEGORY"),
                Table.left("PATTERN"),
                Table.left("FROM"));
        rules.forEach(
            r -> table.add(r.service().name(), r.service().category(), r.pattern(), r.origin()));
        table.print(out);
      }
      out.flush();
      return 0;
    }
  }

  private static JsonArray array(List<RuleSet.Rule> rules) {
    JsonArray array = new JsonArray();
    for (RuleSet.Rule rule : rules) {
      JsonObject line = new JsonObject();
      line.addProperty("pattern", rule.pattern());
      line.addProperty("service", rule.service().name());
      line.addProperty("category", rule.service().category());
      line.addProperty("origin", rule.origin());
      array.add(line);
    }
    return array;
  }
}
