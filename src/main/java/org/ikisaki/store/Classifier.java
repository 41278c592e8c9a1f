package org.ikisaki.store;

import java.util.Set;
import java.util.function.Function;
import org.ikisaki.geo.Place;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Service;
import org.ikisaki.service.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Reads the service of an endpoint by the current rules. Immutable.
 *
 * @param devices the keys of those for which it may be another one
 * @param named the services that a rule names, other than by a domain or an AS
 */
record Classifier(Function<Subject, Service> rules, Set<String> devices, Set<String> named) {
  /** By rules that don't look at the device. */
  Classifier(Function<Subject, Service> rules) {
    this(rules, Set.of(), Set.of());
  }

  static Classifier of(RuleSet rules) {
    return new Classifier(
        subject -> rules.classify(subject).service(), rules.devices(), rules.services());
  }

  /**
   * The endpoint that stands for many was never one thing, so no rule may rename it.
   *
   * @param device its key, or null for all devices that no rule is about
   */
  Service classify(EndpointKey endpoint, Place place, @Nullable String device) {
    return Other.NAME.equals(endpoint.host())
        ? Other.SERVICE
        : rules.apply(
            new Subject(
                endpoint.host(),
                endpoint.addressOrNetwork(),
                place.asn(),
                place.asOrg(),
                endpoint.protocol(),
                endpoint.port(),
                device));
  }
}
