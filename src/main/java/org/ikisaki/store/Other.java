package org.ikisaki.store;

import org.ikisaki.geo.Place;
import org.ikisaki.service.Service;
import org.ikisaki.wire.IpAddress;

/** What stands for all that a bound left out. */
final class Other {
  static final String HOST = "(other)";
  static final Service SERVICE = new Service("(other)", "");
  static final Endpoint ENDPOINT =
      new Endpoint(HOST, null, IpAddress.ofIpv4(0), 0, 0, Place.UNKNOWN, null);

  private Other() {}
}
