package org.ikisaki.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ikisaki.store.TestRows.TV;
import static org.ikisaki.store.TestRows.interval;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are damaged, foreign, or from another version. */
final class DamageTest {
  private static final int PAGE = 4096;

  private final Path directory;
  private final Path file;

  DamageTest(@TempDir Path directory) {
    this.directory = directory;
    file = directory.resolve("ikisaki.db");
  }

  @BeforeEach
  void writeOne() throws IOException {
    try (Store store = StoreFixture.open(file)) {
      for (int i = 0; i < 300; i++) {
        TestRows rows = interval(i);
        for (int host = 0; host < 5; host++) {
          rows.traffic(TV, "h" + host + ".example.com", 1000);
        }
        store.add(rows.build());
      }
    }
  }

  @Test
  void aDamagedFileIsMovedAsideAndANewOneBegun() throws Exception {
    byte[] garbage = new byte[3 * PAGE];
    new Random(1).nextBytes(garbage);
    Files.write(file, garbage);

    try (Store store = StoreFixture.open(file)) {
      store.add(interval(0).traffic(TV, "new.example.com", 1000).build());
    }

    assertThat(StoreFixture.traffic(file)).hasSize(1);
    assertThat(directory.resolve("ikisaki.db.corrupt-20261101T130000Z")).hasBinaryContent(garbage);
  }

  @Test
  void itsLogGoesWithIt() throws IOException {
    Files.createFile(directory.resolve("ikisaki.db.damaged"));
    Files.writeString(directory.resolve("ikisaki.db-wal"), "its log");

    StoreFixture.open(file).close();

    assertThat(directory.resolve("ikisaki.db.corrupt-20261101T130000Z")).exists();
    assertThat(directory.resolve("ikisaki.db.corrupt-20261101T130000Z-wal")).hasContent("its log");
    assertThat(directory.resolve("ikisaki.db.damaged")).doesNotExist();
  }

  @Test
  void aSecondDamagedFileOfTheSameSecondDoesNotReplaceTheFirst() throws IOException {
    for (String content : List.of("first, long enough to be read", "second, just as long")) {
      Files.writeString(file, content);
      StoreFixture.open(file).close();
    }
    assertThat(directory.resolve("ikisaki.db.corrupt-20261101T130000Z"))
        .hasContent("first, long enough to be read");
    assertThat(directory.resolve("ikisaki.db.corrupt-20261101T130000Z-2"))
        .hasContent("second, just as long");
  }

  @Test
  void aFileThatNeverWasAStoreIsLeftAlone() throws IOException {
    Path letter = directory.resolve("letter.txt");
    Files.writeString(letter, "somebody's only copy of something");

    for (int attempt = 0; attempt < 2; attempt++) {
      assertThatThrownBy(() -> StoreFixture.open(letter))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("no database of ikisaki's");
    }
    assertThat(letter).hasContent("somebody's only copy of something");
    assertThat(directory.resolve("letter.txt.lock")).doesNotExist();
  }

  @Test
  void theDatabaseOfAnotherProgramIsLeftAlone() throws Exception {
    Path foreign = directory.resolve("foreign.db");
    StoreFixture.execute(foreign, "CREATE TABLE bookmarks (url TEXT)");

    assertThatThrownBy(() -> StoreFixture.open(foreign))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another program");
    assertThatThrownBy(() -> StoreReader.open(foreign))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another program");
    assertThat(StoreFixture.number(foreign, "SELECT count(*) FROM sqlite_schema")).isEqualTo(1);
  }

  @Test
  void aNewerFileIsRefusedWithTheVersionItNeeds() throws Exception {
    StoreFixture.execute(file, "INSERT INTO migration VALUES (99, '7.3.1')");
    StoreFixture.execute(file, "PRAGMA user_version = 99");

    assertThatThrownBy(() -> StoreFixture.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("needs ikisaki 7.3.1 or newer");
    assertThatThrownBy(() -> StoreReader.open(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("needs ikisaki 7.3.1 or newer");
    assertThat(StoreFixture.numberOfTraffic(file, "SELECT count(*) FROM traffic")).isEqualTo(1500);
  }

  @Test
  void aMissingFileAndAPathWithOptionsAreRefused() {
    assertThatThrownBy(() -> StoreReader.open(directory.resolve("none.db")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is none");
    assertThatThrownBy(() -> StoreFixture.open(directory.resolve("a.db?mode=memory")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("question mark");
  }

  @Test
  void damageFoundWhileWritingIsMovedAsideAtTheNextStart() throws Exception {
    try (Store store = StoreFixture.open(file)) {
      byte[] bytes = Files.readAllBytes(file);
      for (int i = PAGE + 100; i < bytes.length; i++) {
        bytes[i] = (byte) 0xa5;
      }
      Files.write(file, bytes);
      store.add(interval(0).traffic(TV, "h1.example.com", 1000).build());

      assertThatThrownBy(store::commit)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("damaged");
      assertThat(store.counters().pendingIntervals()).isEqualTo(1);
      assertThatThrownBy(store::close).isInstanceOf(UncheckedIOException.class);
    }

    try (Store store = StoreFixture.open(file)) {
      store.add(interval(1).traffic(TV, "h1.example.com", 1000).build());
      store.commit();
    }
    assertThat(StoreFixture.traffic(file)).hasSize(1);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .contains("ikisaki.db.corrupt-20261101T130000Z")
          .noneMatch(name -> name.endsWith(".damaged"));
    }
  }

  @Test
  void anyFlippedBytesEitherStartOrAreMovedAside() throws Exception {
    byte[] good = Files.readAllBytes(file);
    Random random = new Random(42);
    for (int round = 0; round < 500; round++) {
      byte[] bad = good.clone();
      for (int flip = 0; flip < 40; flip++) {
        // Not what tells versions and programs apart: that is refused, as it should be.
        bad[100 + random.nextInt(bad.length - 100)] ^= (byte) (1 + random.nextInt(255));
      }
      Path victim = directory.resolve("round" + round + ".db");
      Files.write(victim, bad);
      Files.createFile(directory.resolve("round" + round + ".db.lock"));
      writeAndRead(victim);
    }
  }

  /** What fails says that it is the file; what can't be written now can be after a restart. */
  private static void writeAndRead(Path victim) throws IOException {
    try (Store store = StoreFixture.open(victim)) {
      store.add(interval(400).traffic(TV, "after.example.com", 1000).build());
      store.commit();
    } catch (UncheckedIOException damaged) {
      assertThat(damaged).hasMessageContaining("damaged");
      try (Store store = StoreFixture.open(victim)) {
        store.add(interval(400).traffic(TV, "after.example.com", 1000).build());
      }
    }
    try (StoreReader reader = StoreReader.open(victim)) {
      assertThat(reader.interval(TestRows.time(400)).services()).hasSize(1);
    }
  }
}
