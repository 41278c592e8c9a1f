package org.ikisaki.store;

import org.ikisaki.service.Service;

/** What stands for all that a bound left out. */
final class Other {
  static final String HOST = "(other)";
  static final Service SERVICE = new Service("(other)", "");
  static final Endpoint ENDPOINT = Endpoint.OTHER;

  private Other() {}
}
