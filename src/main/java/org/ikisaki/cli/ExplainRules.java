package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Subject;
import org.ikisaki.store.StoreReader.EndpointRow;
import org.ikisaki.wire.IpAddress;

/** The rules that matched an endpoint, the winner first. */
record ExplainRules(List<RuleSet.Rule> matching, boolean isNamed) {

  static ExplainRules of(EndpointRow endpoint, RuleSet rules) {
    return new ExplainRules(rules.explain(subject(endpoint)), endpoint.host() != null);
  }

  /** Why the service is what it is. */
  String because() {
    if (matching.isEmpty()) {
      return (isNamed ? "its domain" : "its network") + ", as no rule matches";
    }
    return text(matching.get(0));
  }

  /** One line for each rule that lost, with the reason. */
  List<String> losers() {
    List<String> lines = new ArrayList<>();
    for (RuleSet.Rule rule : matching.subList(Math.min(1, matching.size()), matching.size())) {
      lines.add("not " + rule.service().name() + ", by " + text(rule) + ": " + whyLost(rule));
    }
    return lines;
  }

  JsonArray json() {
    JsonArray array = new JsonArray();
    for (RuleSet.Rule rule : matching) {
      JsonObject line = new JsonObject();
      line.addProperty("pattern", rule.pattern());
      line.addProperty("service", rule.service().name());
      line.addProperty("origin", rule.origin());
      line.addProperty("wins", array.isEmpty());
      line.addProperty("why", array.isEmpty() ? "the most specific" : whyLost(rule));
      array.add(line);
    }
    return array;
  }

  /** Rules of one pattern are told apart by whose they are, all others by how much they say. */
  private String whyLost(RuleSet.Rule rule) {
    return rule.pattern().equals(matching.get(0).pattern())
        ? "the catalogue's, after yours"
        : "less specific";
  }

  private static String text(RuleSet.Rule rule) {
    return rule.pattern() + " (" + rule.origin() + ")";
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
}
