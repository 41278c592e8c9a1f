package org.ikisaki.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A DNS message (RFC 1035, 4.1): a reusable view. mDNS (RFC 6762), LLMNR (RFC 4795) and DNS over
 * TCP without its length prefix are the same.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------------------------------+-+-------+-+-+-+-+-----+-------+
 *  |              ID               |Q|Opcode |A|T|R|R|  Z  | RCODE |
 *  |                               |R|       |A|C|D|A|     |       |
 *  +-------------------------------+-+-------+-+-+-+-+-----+-------+
 *  |            QDCOUNT            |            ANCOUNT            |
 *  +-------------------------------+-------------------------------+
 *  |            NSCOUNT            |            ARCOUNT            |
 *  +-------------------------------+-------------------------------+
 * </pre>
 *
 * <p>If {@link #wrap} returned true, no accessor fails: every count, length and name was walked. A
 * compression pointer must lead to before the name it stands in and shrinks what may be read to
 * that prefix, so no byte is read twice and a loop can't be written.
 */
public final class DnsMessage {
  public static final int TYPE_A = 1;
  public static final int TYPE_CNAME = 5;
  public static final int TYPE_PTR = 12;
  public static final int TYPE_TXT = 16;
  public static final int TYPE_AAAA = 28;
  public static final int TYPE_SVCB = 64;
  public static final int TYPE_HTTPS = 65;
  public static final int CLASS_IN = 1;

  private static final int HEADER_LENGTH = 12;
  private static final int FLAGS = 2;
  private static final int QDCOUNT = 4;
  private static final int ANCOUNT = 6;
  private static final int NSCOUNT = 8;
  private static final int ARCOUNT = 10;
  private static final int QUESTION_FIXED = 4;
  private static final int RECORD_FIXED = 10;
  private static final int RECORD_CLASS = 2;
  private static final int RECORD_TTL = 4;
  private static final int RDLENGTH = 8;
  private static final int MAX_QUESTIONS = 25;
  private static final int MAX_RECORDS = 256;

  /** On the wire, root label included (RFC 1035, 2.3.4). */
  private static final int MAX_NAME = 255;

  /** Names of one message that are kept as text; most stand in several places. */
  private static final int KNOWN_NAMES = 8;

  private final int[] questions = new int[MAX_QUESTIONS];
  private final int[] records = new int[MAX_RECORDS];

  /** Where each question's or record's name ends and its fixed fields begin. */
  private final int[] questionFields = new int[MAX_QUESTIONS];

  private final int[] recordFields = new int[MAX_RECORDS];
  private final int[] knownAt = new int[KNOWN_NAMES];
  private final String[] knownNames = new String[KNOWN_NAMES];
  private int known;
  private final NameText text = new NameText();
  private ByteBuffer buffer = ByteBuffer.allocate(HEADER_LENGTH);
  private byte[] bytes = BigEndian.array(buffer);
  private int offset;

  /** Points this view at a message and walks it; bytes after its last record don't matter. */
  public boolean wrap(ByteBuffer buffer, int offset, int length) {
    this.buffer = buffer;
    this.bytes = BigEndian.array(buffer);
    this.offset = offset;
    known = 0;
    if (length < HEADER_LENGTH
        || questionCount() > MAX_QUESTIONS
        || answerCount() + count(NSCOUNT) + count(ARCOUNT) > MAX_RECORDS) {
      return false;
    }
    int end = offset + length;
    int at = offset + HEADER_LENGTH;
    for (int i = 0; i < questionCount(); i++) {
      questions[i] = at;
      at = skipName(at, end);
      if (at < 0 || end - at < QUESTION_FIXED) {
        return false;
      }
      questionFields[i] = at;
      at += QUESTION_FIXED;
    }
    for (int i = 0; i < recordCount(); i++) {
      records[i] = at;
      at = skipName(at, end);
      if (at < 0 || end - at < RECORD_FIXED) {
        return false;
      }
      recordFields[i] = at;
      at += RECORD_FIXED + rdLength(i);
      if (at > end || !isRdataSound(i)) {
        return false;
      }
    }
    return true;
  }

  public int id() {
    return BigEndian.u16(bytes, offset);
  }

  public boolean isResponse() {
    return (flags() & 0x8000) != 0;
  }

  public int opcode() {
    return flags() >>> 11 & 0xf;
  }

  /** TC: the sender cut the message, the whole is to be asked for over TCP. */
  public boolean isTruncated() {
    return (flags() & 0x0200) != 0;
  }

  public int rcode() {
    return flags() & 0xf;
  }

  public int questionCount() {
    return count(QDCOUNT);
  }

  public String questionName(int question) {
    return name(questions[question]);
  }

  public int questionType(int question) {
    return BigEndian.u16(bytes, questionFields[question]);
  }

  public int answerCount() {
    return count(ANCOUNT);
  }

  /** Answers first, then authorities, then additional records. */
  public int recordCount() {
    return answerCount() + count(NSCOUNT) + count(ARCOUNT);
  }

  /** The owner's canonical name, {@code .} for the root. */
  public String recordName(int record) {
    return name(records[record]);
  }

  public int recordType(int record) {
    return BigEndian.u16(bytes, recordFields[record]);
  }

  /** Without the cache-flush bit of mDNS. */
  public int recordClass(int record) {
    return BigEndian.u16(bytes, recordFields[record] + RECORD_CLASS) & 0x7fff;
  }

  /** Seconds, unsigned. */
  public long recordTtl(int record) {
    return BigEndian.i32(bytes, recordFields[record] + RECORD_TTL) & 0xffff_ffffL;
  }

  /** The address of an A or AAAA record, null for any other. */
  public @Nullable IpAddress recordAddress(int record) {
    int at = rdata(record);
    if (recordClass(record) != CLASS_IN) {
      return null;
    }
    return switch (recordType(record)) {
      case TYPE_A -> IpAddress.ofIpv4(BigEndian.i32(bytes, at));
      case TYPE_AAAA -> new IpAddress(BigEndian.i64(bytes, at), BigEndian.i64(bytes, at + 8));
      default -> null;
    };
  }

  /** The canonical name that a CNAME or PTR record holds, null for any other. */
  public @Nullable String recordTarget(int record) {
    return switch (recordType(record)) {
      case TYPE_CNAME, TYPE_PTR -> name(rdata(record));
      default -> null;
    };
  }

  /** Points {@code view} at the data of an SVCB or HTTPS record; false for any other. */
  public boolean recordService(int record, SvcbData view) {
    return switch (recordType(record)) {
      case TYPE_SVCB, TYPE_HTTPS -> view.wrap(buffer, rdata(record), rdLength(record));
      default -> false;
    };
  }

  /** Points {@code view} at the data of a TXT record; false for any other. */
  public boolean recordTexts(int record, TxtData view) {
    boolean isText = recordType(record) == TYPE_TXT;
    if (isText) {
      view.wrap(buffer, rdata(record), rdLength(record));
    }
    return isText;
  }

  ByteBuffer buffer() {
    return buffer;
  }

  private int flags() {
    return BigEndian.u16(bytes, offset + FLAGS);
  }

  private int count(int field) {
    return BigEndian.u16(bytes, offset + field);
  }

  int rdLength(int record) {
    return BigEndian.u16(bytes, recordFields[record] + RDLENGTH);
  }

  /** Absolute index of the record's data. */
  int rdata(int record) {
    return recordFields[record] + RECORD_FIXED;
  }

  private boolean isRdataSound(int record) {
    int at = rdata(record);
    int length = rdLength(record);
    return switch (recordType(record)) {
      case TYPE_A -> recordClass(record) != CLASS_IN || length == 4;
      case TYPE_AAAA -> recordClass(record) != CLASS_IN || length == 16;
      case TYPE_CNAME, TYPE_PTR -> skipName(at, at + length) == at + length;
      default -> true;
    };
  }

  /** Walks the name at {@code at}; returns the index after it, or -1 if it is malformed. */
  private int skipName(int at, int end) {
    int readable = end;
    int segment = at;
    int after = -1;
    int total = 0;
    int i = at;
    while (i < readable) {
      int length = BigEndian.u8(bytes, i);
      if (length == 0) {
        return total + 1 > MAX_NAME ? -1 : after < 0 ? i + 1 : after;
      }
      if (length < 0x40) {
        total += length + 1;
        i += length + 1;
      } else if (length >= 0xc0 && i + 1 < readable) {
        int target = offset + (BigEndian.u16(bytes, i) & 0x3fff);
        if (target >= segment || target < offset + HEADER_LENGTH) {
          return -1;
        }
        after = after < 0 ? i + 2 : after;
        readable = segment;
        segment = target;
        i = target;
      } else {
        return -1;
      }
      if (total > MAX_NAME) {
        return -1;
      }
    }
    return -1;
  }

  /** The name at {@code at}, which {@link #wrap} has walked. */
  private String name(int at) {
    int start = target(at);
    for (int i = 0; i < known; i++) {
      if (knownAt[i] == start) {
        return knownNames[i];
      }
    }
    String name = text(start);
    if (known < KNOWN_NAMES) {
      knownAt[known] = start;
      knownNames[known++] = name;
    }
    return name;
  }

  private String text(int start) {
    text.clear();
    int i = start;
    int length = BigEndian.u8(bytes, i);
    while (length != 0) {
      text.label(bytes, i + 1, length);
      i = target(i + length + 1);
      length = BigEndian.u8(bytes, i);
    }
    return text.isEmpty() ? "." : text.toString();
  }

  /** Where the label is that {@code at} holds or points to. */
  private int target(int at) {
    int i = at;
    while (BigEndian.u8(bytes, i) >= 0xc0) {
      i = offset + (BigEndian.u16(bytes, i) & 0x3fff);
    }
    return i;
  }
}
