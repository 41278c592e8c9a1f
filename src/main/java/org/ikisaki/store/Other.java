package org.ikisaki.store;

import org.ikisaki.service.Service;

/** What stands for all that a bound left out. */
final class Other {
  static final String NAME = "(other)";
  static final Service SERVICE = new Service(NAME, "");
  static final Endpoint ENDPOINT = Endpoint.OTHER;

  private Other() {}
}
