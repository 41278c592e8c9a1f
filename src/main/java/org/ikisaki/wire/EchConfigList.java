package org.ikisaki.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The configurations for Encrypted Client Hello that a server publishes (RFC 9849, 4): a reusable
 * view. Of each, only the public name matters here: what a hidden handshake shows instead.
 *
 * <pre>
 *  list length 16 | { version 16 | length 16 | config_id 8 | kem_id 16 | public_key &lt;16&gt;
 *                     | cipher_suites &lt;16&gt; | maximum_name_length 8 | public_name &lt;8&gt; | … }
 * </pre>
 */
public final class EchConfigList {
  private static final int VERSION = 0xfe0d;
  private static final int CONFIG_HEADER = 4;
  private static final int PUBLIC_KEY = 3;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int publicName;
  private int publicNameLength;

  boolean wrap(ByteBuffer buffer, int offset, int length) {
    this.buffer = buffer;
    int end = offset + length;
    int at = offset + 2;
    while (end - at >= CONFIG_HEADER) {
      int next = at + CONFIG_HEADER + (buffer.getShort(at + 2) & 0xffff);
      if (next > end) {
        return false;
      }
      if ((buffer.getShort(at) & 0xffff) == VERSION && readContents(at + CONFIG_HEADER, next)) {
        return true;
      }
      at = next;
    }
    return false;
  }

  /** The first configuration's, or null if it is no host name. */
  public @Nullable String publicName() {
    return HostNames.host(buffer, publicName, publicNameLength);
  }

  private boolean readContents(int at, int end) {
    int suites = skipVector(at + PUBLIC_KEY, end);
    int maximumNameLength = suites < 0 ? -1 : skipVector(suites, end);
    if (maximumNameLength < 0 || end - maximumNameLength < 2) {
      return false;
    }
    publicName = maximumNameLength + 2;
    publicNameLength = buffer.get(maximumNameLength + 1) & 0xff;
    return publicName + publicNameLength <= end;
  }

  private int skipVector(int at, int end) {
    if (end - at < 2) {
      return -1;
    }
    int next = at + 2 + (buffer.getShort(at) & 0xffff);
    return next > end ? -1 : next;
  }
}
