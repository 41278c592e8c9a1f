package org.ikisaki.device;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.ikisaki.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who made a network interface, by the first 24, 28 or 36 bits of its MAC address (IEEE MA-L, MA-M
 * and MA-S). Thread-safe.
 *
 * <p>The table is its own text, lines in order of their prefix, and is searched where it lies: the
 * middle byte of what is left leads to the line that it is in. So reading it makes nothing but one
 * array, and a look-up takes three searches of 17 steps.
 */
public final class Vendors {
  private static final String TABLE = "vendors.tsv";

  /** Hexadecimal digits of a prefix, the longest first: that block was cut out of a shorter one. */
  private static final int[] PREFIX_DIGITS = {9, 7, 6};

  /** A megabyte and a half that is needed when a device is new: read then, and forgotten after. */
  private volatile SoftReference<byte[]> table = new SoftReference<>(null);

  /** The organisation as registered; null if none is, and for an address that was made up. */
  public @Nullable String of(long mac) {
    if (MacAddress.isLocallyAdministered(mac)) {
      return null;
    }
    String digits = String.format(Locale.ROOT, "%012X", mac);
    byte[] text = table();
    for (int length : PREFIX_DIGITS) {
      String found = find(text, digits.substring(0, length) + '\t');
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private byte[] table() {
    byte[] known = table.get();
    if (known == null) {
      known = read();
      table = new SoftReference<>(known);
    }
    return known;
  }

  private static @Nullable String find(byte[] text, String prefix) {
    int low = 0;
    int high = text.length;
    while (low < high) {
      int line = lineAt(text, (low + high) >>> 1, low);
      int end = lineEnd(text, line);
      int order = compare(prefix, text, line);
      if (order == 0) {
        int name = line + prefix.length();
        return new String(text, name, end - name, StandardCharsets.UTF_8);
      }
      if (order < 0) {
        high = line;
      } else {
        low = end + 1;
      }
    }
    return null;
  }

  /** Where the line begins that {@code at} is in, not before {@code low}, which begins one. */
  private static int lineAt(byte[] text, int at, int low) {
    int line = at;
    while (line > low && text[line - 1] != '\n') {
      line--;
    }
    return line;
  }

  private static int lineEnd(byte[] text, int line) {
    int end = line;
    while (text[end] != '\n') {
      end++;
    }
    return end;
  }

  /** Comments begin with a character that is before all digits. */
  private static int compare(String prefix, byte[] text, int line) {
    for (int i = 0; i < prefix.length(); i++) {
      int order = prefix.charAt(i) - text[line + i];
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static byte[] read() {
    try (InputStream in = Objects.requireNonNull(Vendors.class.getResourceAsStream(TABLE), TABLE)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the table of vendors in the jar can't be read", e);
    }
  }
}
