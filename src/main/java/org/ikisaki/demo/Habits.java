package org.ikisaki.demo;

import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import org.ikisaki.demo.Timespan.Part;

/**
 * What a device does at certain hours of every day. Immutable; each method but the first two puts
 * its doing on the agenda.
 *
 * @param parts when
 */
record Habits(Activities activities, Timespan span, Device device, List<Part> parts) {
  Habits between(String from, String to) {
    List<Part> hours = span.daily(LocalTime.parse(from), LocalTime.parse(to));
    return new Habits(activities, span, device, hours);
  }

  Habits allDay() {
    return new Habits(activities, span, device, List.of(span.whole()));
  }

  Habits browse(Duration gap, String... services) {
    parts.forEach(part -> activities.browse(device, part, gap, List.of(services)));
    return this;
  }

  Habits watch(String service, int chunk, int merged) {
    parts.forEach(part -> activities.watch(device, service, part, chunk, merged));
    return this;
  }

  Habits poll(String service, Duration period) {
    parts.forEach(part -> activities.poll(device, service, part, period));
    return this;
  }

  Habits stay(String service, Duration pause) {
    parts.forEach(part -> activities.stay(device, service, part, pause));
    return this;
  }

  /** Once, some minutes after the hours have begun. */
  Habits transfer(String service, Script script) {
    parts.forEach(part -> activities.transfer(device, service, part, script));
    return this;
  }

  /** Likewise, with a device at home. */
  Habits copy(Device server, int port, Script script) {
    parts.forEach(part -> activities.copy(device, server, port, part, script));
    return this;
  }

  Habits stream(String service, MediaStream.Shape shape) {
    parts.forEach(part -> activities.stream(device, service, part, shape));
    return this;
  }

  Habits beat(String service, Duration period) {
    parts.forEach(part -> activities.beat(device, service, part, period));
    return this;
  }

  Habits setClock(Duration period) {
    parts.forEach(part -> activities.setClock(device, part, period));
    return this;
  }
}
