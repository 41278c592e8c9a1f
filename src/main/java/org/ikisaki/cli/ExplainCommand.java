package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Rulebook;
import org.ikisaki.daemon.Settings;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Subject;
import org.ikisaki.store.StoreReader;
import org.ikisaki.store.StoreReader.EndpointRow;
import org.ikisaki.store.StoreReader.EvidenceRow;
import org.ikisaki.wire.IpAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is known of a host or an address, and why. */
@Command(
    name = "explain",
    description = "Says what a host or an address was taken for, on which evidence.")
final class ExplainCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Parameters(paramLabel = "HOST|ADDRESS", description = "Such as www.example.org or 192.0.2.1.")
  private String subject;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, ConfigException {
    String key = canonical(subject);
    Settings settings = storeOptions.config().settings();
    RuleSet rules = Rulebook.read(settings.rules());
    PrintWriter out = spec.commandLine().getOut();
    try (StoreReader reader = storeOptions.reader()) {
      List<EndpointRow> endpoints = reader.endpoints(key);
      List<EvidenceRow> evidence = reader.evidence(key);
      if (json) {
        out.println(Json.text(json(key, endpoints, evidence, rules)));
      } else if (endpoints.isEmpty() && evidence.isEmpty()) {
        out.println("Nothing is known of " + Text.safe(key) + ": no traffic and no DNS answer.");
      } else {
        printEndpoints(out, endpoints, rules);
        printEvidence(out, evidence);
        Credits.print(out, settings);
      }
    }
    out.flush();
    return 0;
  }

  /** As the store writes it. */
  private static String canonical(String text) {
    try {
      return IpAddress.parse(text).toString();
    } catch (IllegalArgumentException e) {
      String lower = text.toLowerCase(Locale.ROOT);
      return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
  }

  private static void printEndpoints(PrintWriter out, List<EndpointRow> endpoints, RuleSet rules) {
    for (EndpointRow endpoint : endpoints.subList(0, Math.min(SHOWN, endpoints.size()))) {
      out.println(Text.safe(title(endpoint)));
      out.println(
          "  service   "
              + Text.safe(endpoint.service())
              + (endpoint.category().isEmpty() ? "" : " (" + Text.safe(endpoint.category()) + ")")
              + ", by "
              + Text.safe(because(endpoint, rules)));
      out.println(
          "  name      "
              + (endpoint.host() == null
                  ? "none: no DNS answer to this device and no server name was seen"
                  : "by " + NameSources.words(endpoint.evidence())));
      out.println("  place     " + Text.safe(place(endpoint)));
      out.println(
          "  traffic   "
              + Text.bytes(endpoint.counters().bytesDown())
              + " down, "
              + Text.bytes(endpoint.counters().bytesUp())
              + " up, "
              + endpoint.counters().flows()
              + " flows, "
              + endpoint.firstSeen()
              + " to "
              + endpoint.lastSeen());
    }
    if (endpoints.size() > SHOWN) {
      out.println("and " + (endpoints.size() - SHOWN) + " more endpoints (--json shows all)");
    }
  }

  private static void printEvidence(PrintWriter out, List<EvidenceRow> evidence) {
    if (evidence.isEmpty()) {
      return;
    }
    out.println();
    Table table =
        new Table(
            Table.left("EVIDENCE"),
            Table.left("HOST"),
            Table.left("ADDRESS"),
            Table.left("DEVICE"),
            Table.right("TIMES"),
            Table.left("LAST"));
    for (EvidenceRow row : evidence.subList(0, Math.min(SHOWN, evidence.size()))) {
      table.add(
          row.source(),
          row.host(),
          row.address(),
          row.device(),
          Long.toString(row.count()),
          row.lastSeen().toString());
    }
    table.print(out);
  }

  private static String title(EndpointRow endpoint) {
    return (endpoint.host() == null ? endpoint.address() : endpoint.host())
        + " port "
        + endpoint.port()
        + "/"
        + Protocols.name(endpoint.protocol())
        + (endpoint.host() == null ? "" : " in " + endpoint.address());
  }

  private static String place(EndpointRow endpoint) {
    String country = endpoint.country().equals("ZZ") ? "country unknown" : endpoint.country();
    return endpoint.asn() == 0
        ? country + ", AS unknown"
        : country + ", AS" + endpoint.asn() + " " + endpoint.asOrg();
  }

  private static String because(EndpointRow endpoint, RuleSet rules) {
    List<RuleSet.Rule> matching = rules.explain(subject(endpoint));
    if (matching.isEmpty()) {
      return endpoint.host() == null
          ? "its network, as no rule matches"
          : "its domain, as no rule matches";
    }
    RuleSet.Rule winner = matching.get(0);
    return winner.pattern()
        + " ("
        + winner.origin()
        + ")"
        + (matching.size() > 1 ? ", before " + (matching.size() - 1) + " less specific" : "");
  }

  private static Subject subject(EndpointRow endpoint) {
    String address = endpoint.address();
    int slash = address.indexOf('/');
    return new Subject(
        endpoint.host(),
        IpAddress.parse(slash < 0 ? address : address.substring(0, slash)),
        endpoint.asn(),
        endpoint.asOrg());
  }

  private static JsonObject json(
      String key, List<EndpointRow> endpoints, List<EvidenceRow> evidence, RuleSet rules) {
    JsonObject object = new JsonObject();
    object.addProperty("subject", key);
    JsonArray endpointArray = new JsonArray();
    for (EndpointRow endpoint : endpoints) {
      JsonObject line = Json.counters(endpoint.counters());
      line.addProperty("host", endpoint.host());
      line.addProperty("address", endpoint.address());
      line.addProperty("protocol", Protocols.name(endpoint.protocol()));
      line.addProperty("port", endpoint.port());
      line.addProperty("asn", endpoint.asn());
      line.addProperty("as_org", endpoint.asOrg());
      line.addProperty("country", endpoint.country());
      line.addProperty("evidence", endpoint.evidence());
      line.addProperty("service", endpoint.service());
      line.addProperty("category", endpoint.category());
      line.addProperty("because", because(endpoint, rules));
      line.addProperty("first_seen", endpoint.firstSeen().toString());
      line.addProperty("last_seen", endpoint.lastSeen().toString());
      endpointArray.add(line);
    }
    object.add("endpoints", endpointArray);
    JsonArray evidenceArray = new JsonArray();
    for (EvidenceRow row : evidence) {
      JsonObject line = new JsonObject();
      line.addProperty("device", row.device());
      line.addProperty("address", row.address());
      line.addProperty("host", row.host());
      line.addProperty("source", row.source());
      line.addProperty("first_seen", row.firstSeen().toString());
      line.addProperty("last_seen", row.lastSeen().toString());
      line.addProperty("count", row.count());
      evidenceArray.add(line);
    }
    object.add("evidence", evidenceArray);
    return object;
  }
}
