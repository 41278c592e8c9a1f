package org.ikisaki.store;

import java.util.function.Function;
import org.ikisaki.geo.Place;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Service;
import org.ikisaki.service.Subject;

/** Reads the service of an endpoint by the current rules. Immutable. */
record Classifier(Function<Subject, Service> rules) {
  static Classifier of(RuleSet rules) {
    return new Classifier(subject -> rules.classify(subject).service());
  }

  /** The endpoint that stands for many was never one thing, so no rule may rename it. */
  Service classify(EndpointKey endpoint, Place place) {
    return Other.HOST.equals(endpoint.host())
        ? Other.SERVICE
        : rules.apply(
            new Subject(
                endpoint.host(),
                endpoint.addressOrNetwork(),
                place.asn(),
                place.asOrg(),
                endpoint.protocol(),
                endpoint.port(),
                null));
  }
}
