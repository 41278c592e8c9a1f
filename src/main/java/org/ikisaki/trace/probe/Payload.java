package org.ikisaki.trace.probe;

import java.nio.ByteBuffer;

/**
 * What unprivileged UDP probes carry, to be told by where routers quote it.
 *
 * <pre>
 * +-------------------------------+-------------------------------+
 * |       nonce of the flow       |         id of the probe       |
 * +-------------------------------+-------------------------------+
 * |                       nonce of the flow                       |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class Payload {
  static final int SIZE = 8;
  static final int TOO_SHORT = 0;
  static final int FOREIGN = -1;

  private static final int ID = 2;
  private static final int REST = 4;

  private Payload() {}

  static void write(ByteBuffer into, long nonce, int id) {
    into.clear();
    into.putShort(0, (short) (nonce >>> 32)).putShort(ID, (short) id).putInt(REST, (int) nonce);
    into.limit(SIZE);
  }

  /**
   * Whose probe a quotation is of.
   *
   * @return the id; {@link #TOO_SHORT} where the router keeps less, or fills up with zeros; {@link
   *     #FOREIGN} if it is none of that flow's
   */
  static int id(ByteBuffer quoted, long nonce) {
    int length = quoted.limit();
    if (length < REST || quoted.getInt(0) == 0) {
      return TOO_SHORT;
    }
    boolean ours = quoted.getShort(0) == (short) (nonce >>> 32);
    boolean whole = length >= SIZE && quoted.getInt(REST) != 0;
    if (!ours || whole && quoted.getInt(REST) != (int) nonce) {
      return FOREIGN;
    }
    return quoted.getShort(ID) & 0xffff;
  }
}
