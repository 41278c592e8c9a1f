package org.ikisaki.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message of the NetBIOS name service (RFC 1002, 4.2), which is a DNS message with names in an
 * encoding of their own: a reusable view that finds what the sender calls itself.
 *
 * <pre>
 *  name:    sixteen bytes, each as two letters A–P; the last is the kind of name
 *  NB:      { flags 16: G 1 | … ; address 32 }
 *  NBSTAT:  count 8 | { name 16 bytes | flags 16: G 1 | … } | …
 * </pre>
 */
public final class NetbiosMessage {
  private static final int OPCODE_QUERY = 0;
  private static final int OPCODE_REGISTRATION = 5;
  private static final int OPCODE_RELEASE = 6;
  private static final int OPCODE_REFRESH = 8;
  private static final int OPCODE_REFRESH_TOO = 9;
  private static final int TYPE_NB = 0x20;
  private static final int TYPE_NBSTAT = 0x21;
  private static final int NAME_LENGTH = 15;
  private static final int ENCODED_LENGTH = 32;
  private static final int WORKSTATION = 0x00;
  private static final int FILE_SERVER = 0x20;
  private static final int GROUP = 0x8000;
  private static final int NB_LENGTH = 6;
  private static final int NBSTAT_ENTRY = 18;

  private final DnsMessage message = new DnsMessage();

  public boolean wrap(ByteBuffer buffer, int offset, int length) {
    return message.wrap(buffer, offset, length);
  }

  /**
   * The name of its own that the sender claims, gives up, confirms or lists, in lower case; or
   * null.
   *
   * @param senderLow the {@code low} word of the sender's IPv4 address
   */
  public @Nullable String ownName(long senderLow) {
    return switch (message.opcode()) {
      case OPCODE_REGISTRATION, OPCODE_RELEASE, OPCODE_REFRESH, OPCODE_REFRESH_TOO ->
          message.isResponse() || message.questionCount() == 0 ? null : claimed();
      case OPCODE_QUERY ->
          !message.isResponse() || message.rcode() != 0 || message.answerCount() == 0
              ? null
              : message.recordType(0) == TYPE_NBSTAT ? listed() : confirmed(senderLow);
      default -> null;
    };
  }

  private @Nullable String claimed() {
    int last = message.recordCount() - 1;
    return last >= 0 && isNb(last) && !isGroup(message.rdata(last))
        ? decode(message.questionName(0))
        : null;
  }

  private @Nullable String confirmed(long senderLow) {
    return isNb(0)
            && !isGroup(message.rdata(0))
            && IpAddress.ipv4Low(message.buffer().getInt(message.rdata(0) + 2)) == senderLow
        ? decode(message.recordName(0))
        : null;
  }

  private @Nullable String listed() {
    ByteBuffer buffer = message.buffer();
    int at = message.rdata(0) + 1;
    int end = message.rdata(0) + message.rdLength(0);
    for (; end - at >= NBSTAT_ENTRY; at += NBSTAT_ENTRY) {
      int kind = buffer.get(at + NAME_LENGTH);
      if (kind == WORKSTATION && !isGroup(at + NAME_LENGTH + 1)) {
        return trimmed(buffer, at);
      }
    }
    return null;
  }

  private boolean isNb(int record) {
    return message.recordType(record) == TYPE_NB && message.rdLength(record) >= NB_LENGTH;
  }

  private boolean isGroup(int flags) {
    return (message.buffer().getShort(flags) & GROUP) != 0;
  }

  /** Decodes the first label of a canonical name; null if it is no workstation's or server's. */
  private static @Nullable String decode(String name) {
    if (name.length() < ENCODED_LENGTH
        || (name.length() > ENCODED_LENGTH && name.charAt(ENCODED_LENGTH) != '.')) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(NAME_LENGTH + 1);
    for (int i = 0; i < ENCODED_LENGTH; i += 2) {
      int high = name.charAt(i) - 'a';
      int low = name.charAt(i + 1) - 'a';
      if ((high | low) >>> 4 != 0) {
        return null;
      }
      bytes.put((byte) (high << 4 | low));
    }
    int kind = bytes.get(NAME_LENGTH);
    return kind == WORKSTATION || kind == FILE_SERVER ? trimmed(bytes, 0) : null;
  }

  private static @Nullable String trimmed(ByteBuffer bytes, int at) {
    int length = NAME_LENGTH;
    while (length > 0 && (bytes.get(at + length - 1) == ' ' || bytes.get(at + length - 1) == 0)) {
      length--;
    }
    return length == 0 ? null : HostNames.label(bytes, at, length);
  }
}
