package org.ikisaki.pipeline;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.service.RuleSet;
import org.ikisaki.service.Service;
import org.ikisaki.service.Subject;
import org.ikisaki.store.Endpoint;
import org.jspecify.annotations.Nullable;

/** The current rules' reading of endpoints, remembered. Thread-safe. */
public final class ServiceReading {
  private static final int MAX_ENDPOINTS = 20_000;

  private volatile Reading reading;

  public ServiceReading(RuleSet rules) {
    this.reading = new Reading(rules);
  }

  /** Reads every endpoint by {@code rules} from now on. */
  public void use(RuleSet rules) {
    reading = new Reading(rules);
  }

  /** The service of an endpoint, as {@code device} has it. */
  public Service of(DeviceId device, Endpoint endpoint) {
    return reading.of(device.text(), endpoint);
  }

  /** Rules and the cache of what they said, published together. */
  private static final class Reading {
    private final RuleSet rules;
    private final Cache<Endpoint, Service> services =
        Caffeine.newBuilder().maximumSize(MAX_ENDPOINTS).build();

    Reading(RuleSet rules) {
      this.rules = rules;
    }

    Service of(String device, Endpoint endpoint) {
      // Few rules are about a device: what they are asked for is not worth a second cache.
      return rules.devices().contains(device)
          ? classify(endpoint, device)
          : services.get(endpoint, any -> classify(any, null));
    }

    private Service classify(Endpoint endpoint, @Nullable String device) {
      return rules
          .classify(
              new Subject(
                  endpoint.host(),
                  endpoint.address() == null ? endpoint.network() : endpoint.address(),
                  endpoint.place().asn(),
                  endpoint.place().asOrg(),
                  endpoint.protocol(),
                  endpoint.port(),
                  device))
          .service();
    }
  }
}
