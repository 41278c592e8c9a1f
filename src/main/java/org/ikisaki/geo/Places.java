package org.ikisaki.geo;

import org.ikisaki.wire.IpAddress;

/** Looks addresses up in the databases that are configured; knows nothing without them. */
public final class Places implements AutoCloseable {
  /** {@link Place#UNKNOWN} for private, special and unlisted addresses. */
  public Place lookup(IpAddress address) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
