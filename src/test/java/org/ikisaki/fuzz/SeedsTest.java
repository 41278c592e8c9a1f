package org.ikisaki.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The committed seeds are what our builders make; {@code -Dgolden.update=true} rewrites them. */
class SeedsTest {
  private static final Path SOURCES = Path.of("src/test/java/org/ikisaki");
  private static final Path RESOURCES = Path.of("src/test/resources/org/ikisaki");
  private static final int MAX_SIZE = 1_024;

  @Test
  void areAsTheyWereMade() throws IOException {
    Map<String, byte[]> seeds = Seeds.all();
    if (Boolean.getBoolean("golden.update")) {
      for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
        Path file = RESOURCES.resolve(seed.getKey());
        Files.createDirectories(file.getParent());
        Files.write(file, seed.getValue());
      }
    }
    for (Map.Entry<String, byte[]> seed : seeds.entrySet()) {
      assertThat(RESOURCES.resolve(seed.getKey())).hasBinaryContent(seed.getValue());
      assertThat(seed.getValue()).as(seed.getKey()).hasSizeLessThan(MAX_SIZE);
    }
  }

  @Test
  void everyFuzzTestHasSome() throws IOException {
    TreeSet<String> seeded = new TreeSet<>();
    Seeds.all().keySet().forEach(path -> seeded.add(path.substring(0, path.indexOf("Inputs/"))));
    try (Stream<Path> sources = Files.walk(SOURCES)) {
      assertThat(
              sources
                  .map(path -> SOURCES.relativize(path).toString())
                  .filter(path -> path.endsWith("FuzzTest.java"))
                  .map(path -> path.replace(".java", "")))
          .containsExactlyInAnyOrderElementsOf(seeded);
    }
  }
}
