package org.ikisaki.trace.probe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.trace.MplsLabel;

/**
 * What ICMP errors carry beside the packet that they quote (RFC 4884 7, RFC 4950 3).
 *
 * <pre>
 * +-------+-----------------------+-------------------------------+
 * |version|      reserved         |           checksum            |
 * +-------+-----------------------+---------------+---------------+
 * |      length of object         |     class     |    C-type     |
 * +-------------------------------+-----+-+-------+---------------+
 * |               label (20)              | TC  |S|     TTL       |
 * +---------------------------------------+-----+-+---------------+
 * </pre>
 */
final class IcmpExtensions {
  private static final int HEADER = 4;
  private static final int VERSION = 2;
  private static final int OBJECT_HEADER = 4;
  private static final int CLASS_MPLS = 1;
  private static final int TYPE_INCOMING_STACK = 1;
  private static final int MAX_LABELS = 8;

  private IcmpExtensions() {}

  /** The labels from {@code at} up to the buffer's limit; none if it is no extension structure. */
  static List<MplsLabel> labels(ByteBuffer data, int at) {
    int end = data.limit();
    if (at < 0
        || at > end - HEADER
        || (data.get(at) & 0xff) >>> 4 != VERSION
        || !isIntact(data, at, end)) {
      return List.of();
    }
    List<MplsLabel> labels = new ArrayList<>();
    int object = at + HEADER;
    while (object <= end - OBJECT_HEADER) {
      int length = data.getShort(object) & 0xffff;
      if (length < OBJECT_HEADER || length > end - object) {
        break;
      }
      if (data.get(object + 2) == CLASS_MPLS && data.get(object + 3) == TYPE_INCOMING_STACK) {
        stack(data, object + OBJECT_HEADER, object + length, labels);
      }
      object += length;
    }
    return labels;
  }

  /** A checksum of 0 says that there is none. */
  private static boolean isIntact(ByteBuffer data, int at, int end) {
    return data.getShort(at + 2) == 0 || Checksum.of(data, at, end - at, 0) == 0;
  }

  private static void stack(ByteBuffer data, int from, int end, List<MplsLabel> labels) {
    for (int at = from; at <= end - Integer.BYTES && labels.size() < MAX_LABELS; at += 4) {
      int entry = data.getInt(at);
      labels.add(
          new MplsLabel(entry >>> 12, entry >>> 9 & 7, (entry >>> 8 & 1) == 1, entry & 0xff));
    }
  }
}
