package org.ikisaki.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.EncryptedDnsRow;
import org.ikisaki.store.StoreReader.DeviceCoverage;
import org.ikisaki.store.StoreReader.EndpointRow;
import org.ikisaki.store.StoreReader.EvidenceRow;
import org.ikisaki.store.StoreReader.SharedResolver;
import org.ikisaki.store.UnnamedRow;
import org.ikisaki.wire.ProtocolNames;

/** An explanation for people to read. */
final class ExplainText {
  private static final int SHOWN = 20;

  private final PrintWriter out;

  ExplainText(PrintWriter out) {
    this.out = out;
  }

  void print(Explanation explanation, RuleSet rules) {
    if (explanation.isEmpty()) {
      print(
          "Nothing is known of "
              + explanation.subject().text()
              + ": no traffic and no DNS answer.");
      return;
    }
    List<EndpointRow> endpoints = explanation.endpoints();
    for (EndpointRow endpoint : endpoints.subList(0, Math.min(SHOWN, endpoints.size()))) {
      printEndpoint(endpoint, explanation, rules);
    }
    if (endpoints.size() > SHOWN) {
      print("and " + (endpoints.size() - SHOWN) + " more endpoints (--json shows all)");
    }
    printCandidates(explanation);
    printDevices(explanation);
  }

  private void printEndpoint(EndpointRow endpoint, Explanation explanation, RuleSet rules) {
    ExplainRules matching = ExplainRules.of(endpoint, rules);
    print(title(endpoint));
    print(
        "  service   "
            + endpoint.service()
            + (endpoint.category().isEmpty() ? "" : " (" + endpoint.category() + ")")
            + ", by "
            + matching.because());
    matching.losers().forEach(loser -> print("            " + loser));
    print(
        "  name      "
            + (endpoint.host() == null ? "none" : "by " + NameSources.words(endpoint.evidence())));
    print("  place     " + place(endpoint));
    print(
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
    explanation.unnamed().stream()
        .filter(row -> isOf(endpoint, row))
        .limit(SHOWN)
        .forEach(row -> printUnnamed(row, explanation.names()));
  }

  private void printUnnamed(UnnamedRow row, DeviceNames names) {
    print(
        "  unnamed   "
            + Text.bytes(row.counters().bytes())
            + " of "
            + names.of(row.device())
            + " since "
            + row.since());
    print("    why     " + Reasons.words(row));
    String remedy = Reasons.remedy(row.why());
    if (!remedy.isEmpty()) {
      print("    remedy  " + remedy);
    }
  }

  private static boolean isOf(EndpointRow endpoint, UnnamedRow row) {
    String far = row.shownHost() == null ? row.address() : row.shownHost();
    return far.equals(endpoint.host() == null ? endpoint.address() : endpoint.host())
        && row.port() == endpoint.port()
        && row.protocol() == endpoint.protocol();
  }

  private void printCandidates(Explanation explanation) {
    List<Candidate> candidates = explanation.candidates();
    DeviceNames names = explanation.names();
    if (candidates.isEmpty()) {
      return;
    }
    out.println();
    print("A connection that does not state its own name gets that of the evidence that wins:");
    Table table =
        new Table(
            Table.left("EVIDENCE"),
            Table.left("HOST"),
            Table.left("ADDRESS"),
            Table.left("DEVICE"),
            Table.right("TIMES"),
            Table.right("AGE"),
            Table.left("VERDICT"));
    for (Candidate candidate : candidates.subList(0, Math.min(SHOWN, candidates.size()))) {
      EvidenceRow row = candidate.evidence();
      table.add(
          row.source(),
          row.host(),
          row.address(),
          names.of(row.device()),
          Long.toString(row.count()),
          Text.age(Duration.between(row.lastSeen(), explanation.end())),
          candidate.verdict());
    }
    table.print(out);
    if (candidates.size() > SHOWN) {
      print("and " + (candidates.size() - SHOWN) + " more (--json shows all)");
    }
  }

  private void printDevices(Explanation explanation) {
    List<DeviceCoverage> coverage = explanation.coverage();
    List<EncryptedDnsRow> encrypted = explanation.encrypted();
    SharedResolver resolver = explanation.resolver();
    DeviceNames names = explanation.names();
    if (coverage.isEmpty() && encrypted.isEmpty() && resolver == null) {
      return;
    }
    out.println();
    for (DeviceCoverage row : coverage.subList(0, Math.min(SHOWN, coverage.size()))) {
      print(
          names.of(row.device())
              + ": "
              + CoverageText.sentence(row.coverage())
              + " in the last day");
    }
    for (EncryptedDnsRow row : encrypted.subList(0, Math.min(SHOWN, encrypted.size()))) {
      print(names.of(row.device()) + ": " + EncryptedDnsText.words(row));
    }
    if (resolver != null) {
      print(
          names.of(resolver.device())
              + ": asks DNS questions for the whole house, since "
              + resolver.firstSeen());
    }
  }

  private static String title(EndpointRow endpoint) {
    return (endpoint.host() == null ? endpoint.address() : endpoint.host())
        + " port "
        + endpoint.port()
        + "/"
        + ProtocolNames.name(endpoint.protocol())
        + (endpoint.host() == null ? "" : " in " + endpoint.address());
  }

  private static String place(EndpointRow endpoint) {
    String country = endpoint.country().equals("ZZ") ? "country unknown" : endpoint.country();
    return endpoint.asn() == 0
        ? country + ", AS unknown"
        : country + ", AS" + endpoint.asn() + " " + endpoint.asOrg();
  }

  private void print(String line) {
    out.println(Text.safe(line));
  }
}
