package org.ikisaki.geo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.wire.IpAddress;

/**
 * Writes MaxMind DB files (format 2.0) for tests: a binary tree over address bits, sixteen zero
 * bytes, the records, and the metadata behind its marker.
 */
public final class MmdbWriter {
  private static final byte[] MARKER = "\u00ab\u00cd\u00efMaxMind.com".getBytes(ISO_8859_1);
  private static final int SEPARATOR = 16;
  private static final int EMPTY = -1;

  private final int recordSize;
  private final int ipVersion;
  private final String type;

  /** Two records a node: a node's number, EMPTY, or -2 minus the offset of a record's data. */
  private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));

  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  public MmdbWriter(int recordSize, int ipVersion, String type) {
    this.recordSize = recordSize;
    this.ipVersion = ipVersion;
    this.type = type;
  }

  /** A new writer of the commonest kind. */
  public static MmdbWriter ofBothVersions(String type) {
    return new MmdbWriter(24, 6, type);
  }

  public MmdbWriter add(String cidr, Map<String, ?> record) {
    int offset = data.size();
    data.writeBytes(value(record));
    return addAt(cidr, offset);
  }

  /** Adds a network whose record is these very bytes. */
  MmdbWriter addRaw(String cidr, byte[] record) {
    int offset = data.size();
    data.writeBytes(record);
    return addAt(cidr, offset);
  }

  /** Where the next record will begin in the data section. */
  int nextOffset() {
    return data.size();
  }

  public byte[] toBytes() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int[] node : nodes) {
      long left = pointer(node[0]);
      long right = pointer(node[1]);
      switch (recordSize) {
        case 24 -> {
          file.writeBytes(number(left, 3));
          file.writeBytes(number(right, 3));
        }
        case 28 -> {
          file.writeBytes(number(left & 0xff_ffff, 3));
          file.write((int) ((left >>> 24) << 4 | (right >>> 24)));
          file.writeBytes(number(right & 0xff_ffff, 3));
        }
        default -> {
          file.writeBytes(number(left, 4));
          file.writeBytes(number(right, 4));
        }
      }
    }
    file.writeBytes(new byte[SEPARATOR]);
    file.writeBytes(data.toByteArray());
    file.writeBytes(MARKER);
    file.writeBytes(value(metadata()));
    return file.toByteArray();
  }

  private MmdbWriter addAt(String cidr, int offset) {
    int slash = cidr.indexOf('/');
    IpAddress address = IpAddress.parse(cidr.substring(0, slash));
    int length = Integer.parseInt(cidr.substring(slash + 1));
    byte[] bytes = address.toBytes();
    if (address.isIpv4() && ipVersion == 6) {
      // IPv4 lies under ::/96, not under its mapped prefix.
      byte[] wide = new byte[16];
      System.arraycopy(bytes, 0, wide, 12, 4);
      bytes = wide;
      length += 96;
    }
    int node = 0;
    for (int i = 0; i < length; i++) {
      int bit = (bytes[i / 8] >> (7 - i % 8)) & 1;
      if (i == length - 1) {
        nodes.get(node)[bit] = -2 - offset;
      } else {
        if (nodes.get(node)[bit] < 0) {
          nodes.add(new int[] {EMPTY, EMPTY});
          nodes.get(node)[bit] = nodes.size() - 1;
        }
        node = nodes.get(node)[bit];
      }
    }
    return this;
  }

  private long pointer(int record) {
    if (record >= 0) {
      return record;
    }
    return record == EMPTY ? nodes.size() : nodes.size() + SEPARATOR + (-2L - record);
  }

  private Map<String, Object> metadata() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("node_count", (long) nodes.size());
    metadata.put("record_size", recordSize);
    metadata.put("ip_version", ipVersion);
    metadata.put("database_type", type);
    metadata.put("languages", List.of("en"));
    metadata.put("binary_format_major_version", 2);
    metadata.put("binary_format_minor_version", 0);
    metadata.put("build_epoch", new BuildEpoch(1_793_491_200L));
    metadata.put("description", Map.of("en", "made by a test"));
    return metadata;
  }

  /** Strings, maps, lists, ints as uint16, longs as uint32, doubles. */
  static byte[] value(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (value instanceof String text) {
      byte[] bytes = text.getBytes(UTF_8);
      out.writeBytes(control(2, bytes.length));
      out.writeBytes(bytes);
    } else if (value instanceof Integer number) {
      out.writeBytes(control(5, 2));
      out.writeBytes(number(number, 2));
    } else if (value instanceof Long number) {
      out.writeBytes(control(6, 4));
      out.writeBytes(number(number, 4));
    } else if (value instanceof BuildEpoch epoch) {
      out.writeBytes(control(9, 8));
      out.writeBytes(number(epoch.seconds, 8));
    } else if (value instanceof Double number) {
      out.writeBytes(control(3, 8));
      out.writeBytes(number(Double.doubleToRawLongBits(number), 8));
    } else if (value instanceof List<?> list) {
      out.writeBytes(control(11, list.size()));
      list.forEach(element -> out.writeBytes(value(element)));
    } else if (value instanceof Map<?, ?> map) {
      out.writeBytes(control(7, map.size()));
      map.forEach(
          (key, element) -> {
            out.writeBytes(value(key));
            out.writeBytes(value(element));
          });
    } else {
      throw new IllegalArgumentException("no such type in the format: " + value);
    }
    return out.toByteArray();
  }

  /** The control byte of a type and the size behind it; types above seven are extended. */
  static byte[] control(int type, int size) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int first = size < 29 ? size : size < 285 ? 29 : size < 65_821 ? 30 : 31;
    out.write((type > 7 ? 0 : type) << 5 | first);
    if (type > 7) {
      out.write(type - 7);
    }
    switch (first) {
      case 29 -> out.write(size - 29);
      case 30 -> out.writeBytes(number(size - 285, 2));
      case 31 -> out.writeBytes(number(size - 65_821, 3));
      default -> {}
    }
    return out.toByteArray();
  }

  private static byte[] number(long value, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (value >>> (8 * (size - 1 - i)));
    }
    return bytes;
  }

  private record BuildEpoch(long seconds) {}
}
