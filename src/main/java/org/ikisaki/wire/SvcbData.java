package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The data of an SVCB or HTTPS record (RFC 9460, 2.2): a reusable view.
 *
 * <pre>
 *  +----------------+---------------------------+----------------------------------+
 *  | SvcPriority 16 | TargetName, not compressed | SvcParams: key 16, length 16, …  |
 *  +----------------+---------------------------+----------------------------------+
 * </pre>
 */
public final class SvcbData {
  private static final int TARGET = 2;
  private static final int KEY_IPV4HINT = 4;
  private static final int KEY_ECH = 5;
  private static final int KEY_IPV6HINT = 6;
  private static final int PARAM_HEADER = 4;
  private static final int MAX_NAME = 255;

  private ByteBuffer buffer = ByteBuffer.allocate(3);
  private int offset;
  private int params;
  private int end;

  boolean wrap(ByteBuffer buffer, int offset, int length) {
    this.buffer = buffer;
    this.offset = offset;
    this.end = offset + length;
    params = skipTarget();
    int at = params;
    while (at > 0 && at < end) {
      int next = end - at < PARAM_HEADER ? -1 : at + PARAM_HEADER + valueLength(at);
      at = next > end || !isHintSound(at, next) ? -1 : next;
    }
    return at == end;
  }

  /** 0 is alias mode: the target stands for the owner, as with CNAME (RFC 9460, 2.4.2). */
  public boolean isAlias() {
    return buffer.getShort(offset) == 0;
  }

  /** Canonical; {@code .} is the owner itself. */
  public String target() {
    String target = HostNames.labels(buffer, offset + TARGET, params - offset - TARGET);
    return target == null ? "." : target;
  }

  /** Appends the addresses of ipv4hint and ipv6hint to {@code hints}. */
  public void addHints(List<IpAddress> hints) {
    for (int at = params; at < end; at += PARAM_HEADER + valueLength(at)) {
      int value = at + PARAM_HEADER;
      int valueEnd = value + valueLength(at);
      if (key(at) == KEY_IPV4HINT) {
        for (int i = value; i < valueEnd; i += 4) {
          hints.add(IpAddress.ofIpv4(buffer.getInt(i)));
        }
      } else if (key(at) == KEY_IPV6HINT) {
        for (int i = value; i < valueEnd; i += 16) {
          hints.add(new IpAddress(buffer.getLong(i), buffer.getLong(i + 8)));
        }
      }
    }
  }

  /** Points {@code view} at the ECH configurations (RFC 9848); false if there are none. */
  public boolean echConfigs(EchConfigList view) {
    for (int at = params; at < end; at += PARAM_HEADER + valueLength(at)) {
      if (key(at) == KEY_ECH) {
        return view.wrap(buffer, at + PARAM_HEADER, valueLength(at));
      }
    }
    return false;
  }

  private int key(int param) {
    return buffer.getShort(param) & 0xffff;
  }

  private int valueLength(int param) {
    return buffer.getShort(param + 2) & 0xffff;
  }

  private boolean isHintSound(int param, int next) {
    int length = next - param - PARAM_HEADER;
    return next > 0
        && switch (key(param)) {
          case KEY_IPV4HINT -> length > 0 && length % 4 == 0;
          case KEY_IPV6HINT -> length > 0 && length % 16 == 0;
          default -> true;
        };
  }

  private int skipTarget() {
    int at = offset + TARGET;
    while (at < end && at - offset - TARGET < MAX_NAME) {
      int length = buffer.get(at) & 0xff;
      if (length == 0) {
        return at + 1;
      }
      if (length >= 0x40) {
        return -1;
      }
      at += length + 1;
    }
    return -1;
  }
}
