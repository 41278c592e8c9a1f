package org.ikisaki.geo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a file: opening it works or is an IOException, looking up never throws. */
class DamagedDatabaseTest {
  private static final Map<String, Object> RECORD =
      Map.of(
          "autonomous_system_number",
          64_500L,
          "autonomous_system_organization",
          "Example",
          "country",
          Map.of("iso_code", "JP", "names", Map.of("en", "Japan", "ja", "日本")),
          "location",
          List.of(1.5, 2.5));

  private final Path directory;
  private int opened;
  private int refused;
  private long failures;

  DamagedDatabaseTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void cutAnywhere() throws IOException {
    byte[] whole = database().toBytes();
    for (int length = 0; length < whole.length; length += 7) {
      probe(Arrays.copyOf(whole, length));
    }
    assertThat(refused).isPositive();
  }

  @Test
  void bitsFlippedAnywhere() throws IOException {
    byte[] whole = database().toBytes();
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 2_000; round++) {
      byte[] damaged = whole.clone();
      for (int flips = random.nextInt(1, 6); flips > 0; flips--) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      probe(damaged);
    }
    assertThat(opened).isPositive();
    assertThat(refused).isPositive();
    assertThat(failures).isPositive();
  }

  @Test
  void pointersInACircle() throws IOException {
    MmdbWriter writer = database();
    int here = writer.nextOffset();
    // A map of one entry whose value points back to the map.
    byte[] key = MmdbWriter.value("a");
    byte[] circle = new byte[1 + key.length + 2];
    circle[0] = (byte) (7 << 5 | 1);
    System.arraycopy(key, 0, circle, 1, key.length);
    circle[1 + key.length] = (byte) (1 << 5 | here >>> 8);
    circle[2 + key.length] = (byte) here;
    probe(writer.addRaw("203.0.113.0/24", circle).toBytes());
    assertThat(opened).isEqualTo(1);
    assertThat(failures).isEqualTo(1);
  }

  @Test
  void falseLengths() throws IOException {
    for (int type : new int[] {2, 4, 7, 11}) {
      byte[] huge = MmdbWriter.control(type, 65_821 + 0xff_ffff);
      probe(database().addRaw("203.0.113.0/24", huge).toBytes());
    }
    assertThat(opened).isEqualTo(4);
    assertThat(failures).isEqualTo(4);
  }

  private static MmdbWriter database() {
    return MmdbWriter.ofBothVersions("Test")
        .add("192.0.2.0/24", RECORD)
        .add("198.51.100.0/24", RECORD)
        .add("0.0.0.0/6", RECORD)
        .add("2001:db8::/32", RECORD);
  }

  private void probe(byte[] content) throws IOException {
    Path file = Files.write(directory.resolve("asn.mmdb"), content);
    try (Places places = Places.open(new GeoSettings(file, null))) {
      opened++;
      for (String address :
          List.of("192.0.2.1", "198.51.100.1", "1.1.1.1", "203.0.113.1", "2001:db8::1", "9::")) {
        assertThat(places.lookup(IpAddress.parse(address))).isNotNull();
      }
      failures += places.failures();
    } catch (IOException e) {
      refused++;
      assertThat(e).hasMessageStartingWith(file.toString());
    } finally {
      // Never write into a file that is mapped.
      Files.delete(file);
    }
  }
}
