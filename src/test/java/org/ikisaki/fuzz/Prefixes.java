package org.ikisaki.fuzz;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.ikisaki.wire.Progress;
import org.jspecify.annotations.Nullable;

/**
 * Decoders that read what begins somewhere and may end later: what a beginning says, the whole must
 * say too.
 */
public final class Prefixes {
  private Prefixes() {}

  /** A decoder of beginnings. */
  public interface Decoder {
    Progress read(ByteBuffer buffer, int available, int from);

    /** How far an incomplete beginning was read. */
    int resumeAt();

    @Nullable String host();
  }

  /**
   * Reads the input behind its first two bytes, whole, cut where those say, and in two steps.
   *
   * @param shortest the decoder is not asked about less
   */
  public static void check(Decoder decoder, int shortest, byte[] input) {
    Script script = new Script(input);
    int cut = Math.max(script.u16(), shortest);
    int length = Math.max(0, input.length - 2);
    if (length < shortest) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(length);
    script.read(buffer, 0, length);
    Progress whole = decoder.read(buffer, length, 0);
    String name = whole == Progress.DONE ? decoder.host() : null;
    Oracle.isHost(name);
    Progress part = decoder.read(buffer, Math.min(cut, length), 0);
    String partName = part == Progress.DONE ? decoder.host() : null;
    if (part != Progress.INCOMPLETE) {
      Oracle.holds(part == whole, "a beginning was judged differently");
      Oracle.holds(Objects.equals(partName, name), "a beginning had another name");
      return;
    }
    Progress rest = decoder.read(buffer, length, decoder.resumeAt());
    Oracle.holds(rest == whole, "two steps were judged differently");
    Oracle.holds(
        Objects.equals(rest == Progress.DONE ? decoder.host() : null, name),
        "two steps gave another name");
  }
}
