package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import org.ikisaki.service.RuleSet;
import org.ikisaki.store.StoreReader.DeviceCoverage;
import org.ikisaki.store.StoreReader.EndpointRow;
import org.ikisaki.store.StoreReader.EvidenceRow;
import org.ikisaki.wire.ProtocolNames;

/** An explanation for programs to read. */
final class ExplainJson {
  private ExplainJson() {}

  static JsonObject of(Explanation explanation, RuleSet rules) {
    JsonObject object = new JsonObject();
    object.addProperty("subject", explanation.subject().text());
    object.add("endpoints", endpoints(explanation, rules));
    object.add("unnamed", new UnnamedList(explanation.unnamed(), explanation.names()).json());
    object.add("evidence", evidence(explanation));
    object.add("naming", naming(explanation));
    object.add("encrypted_dns", EncryptedDnsText.json(explanation.encrypted()));
    object.addProperty(
        "shared_resolver", explanation.resolver() == null ? null : explanation.resolver().device());
    return object;
  }

  private static JsonArray endpoints(Explanation explanation, RuleSet rules) {
    JsonArray array = new JsonArray();
    for (EndpointRow endpoint : explanation.endpoints()) {
      ExplainRules matching = ExplainRules.of(endpoint, rules);
      JsonObject line = Json.counters(endpoint.counters());
      line.addProperty("host", endpoint.host());
      line.addProperty("address", endpoint.address());
      line.addProperty("protocol", ProtocolNames.name(endpoint.protocol()));
      line.addProperty("port", endpoint.port());
      line.addProperty("asn", endpoint.asn());
      line.addProperty("as_org", endpoint.asOrg());
      line.addProperty("country", endpoint.country());
      line.addProperty("evidence", endpoint.evidence());
      line.addProperty("service", endpoint.service());
      line.addProperty("category", endpoint.category());
      line.addProperty("because", matching.because());
      line.add("rules", matching.json());
      line.addProperty("first_seen", endpoint.firstSeen().toString());
      line.addProperty("last_seen", endpoint.lastSeen().toString());
      array.add(line);
    }
    return array;
  }

  private static JsonArray evidence(Explanation explanation) {
    JsonArray array = new JsonArray();
    for (Candidate candidate : explanation.candidates()) {
      EvidenceRow row = candidate.evidence();
      JsonObject line = new JsonObject();
      line.addProperty("device", row.device());
      line.addProperty("address", row.address());
      line.addProperty("host", row.host());
      line.addProperty("source", row.source());
      line.addProperty("first_seen", row.firstSeen().toString());
      line.addProperty("last_seen", row.lastSeen().toString());
      line.addProperty(
          "age_seconds", Duration.between(row.lastSeen(), explanation.end()).toSeconds());
      line.addProperty("count", row.count());
      line.addProperty("wins", candidate.wins());
      line.addProperty("verdict", candidate.verdict());
      array.add(line);
    }
    return array;
  }

  private static JsonArray naming(Explanation explanation) {
    JsonArray array = new JsonArray();
    for (DeviceCoverage row : explanation.coverage()) {
      JsonObject line = CoverageText.json(row.coverage());
      line.addProperty("device", row.device());
      array.add(line);
    }
    return array;
  }
}
