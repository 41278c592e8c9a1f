package org.ikisaki.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesWatcherTest {
  private final List<RuleSet> heard = new ArrayList<>();
  private final Path directory;
  private final Path file;
  private final RulesWatcher watcher;

  RulesWatcherTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    file = Files.writeString(directory.resolve("services.yaml"), rules("First"));
    watcher = new RulesWatcher(file, Rules.NONE, heard::add);
    watcher.checkNow();
  }

  @Test
  void theFirstCheckReadsAtOnce() {
    assertThat(service()).isEqualTo("First");
    assertThat(watcher.generation()).isEqualTo(1);
    assertThat(heard).containsExactly(watcher.rules());
  }

  @Test
  void aChangeIsTakenWhenTwoChecksSawItAndToldOnce() throws IOException {
    Files.writeString(file, rules("Second"));
    watcher.checkNow();
    assertThat(service()).isEqualTo("First");
    for (int i = 0; i < 5; i++) {
      watcher.checkNow();
    }
    assertThat(service()).isEqualTo("Second");
    assertThat(heard).hasSize(2);
    assertThat(watcher.generation()).isEqualTo(2);
  }

  @Test
  void aFileThatIsBeingWrittenIsNotReadByHalf() throws IOException {
    String whole = rules("Second");
    for (int length = 0; length < whole.length(); length++) {
      Files.writeString(file, whole.substring(0, length));
      watcher.checkNow();
      assertThat(service()).isEqualTo("First");
      assertThat(watcher.problem()).isNull();
    }
    Files.writeString(file, whole);
    settle();
    assertThat(service()).isEqualTo("Second");
    assertThat(heard).hasSize(2);
  }

  @Test
  void aWrongFileKeepsTheLastGoodRulesAndSaysWhere() throws IOException {
    Files.writeString(file, "services:\n  A:\n    hsots: [a.test]\n");
    settle();
    assertThat(service()).isEqualTo("First");
    assertThat(watcher.problem())
        .isEqualTo(file + ":3:5: unknown key 'hsots'; did you mean 'hosts'?");
    assertThat(heard).hasSize(1);

    Files.writeString(file, rules("Second"));
    settle();
    assertThat(service()).isEqualTo("Second");
    assertThat(watcher.problem()).isNull();
  }

  @Test
  void goingBackToTheLastGoodFileClearsTheProblemAndTellsNobody() throws IOException {
    Files.writeString(file, "services: [");
    settle();
    assertThat(watcher.problem()).contains("services.yaml:1:12");
    Files.writeString(file, rules("First"));
    settle();
    assertThat(watcher.problem()).isNull();
    assertThat(watcher.generation()).isEqualTo(1);
    assertThat(heard).hasSize(1);
  }

  @Test
  void aSwappedSymbolicLinkIsSeen() throws IOException {
    Path link = directory.resolve("link.yaml");
    Path other = Files.writeString(directory.resolve("other.yaml"), rules("Other"));
    Files.createSymbolicLink(link, file);
    RulesWatcher linked = new RulesWatcher(link, Rules.NONE, heard::add);
    linked.checkNow();
    Path next = Files.createSymbolicLink(directory.resolve("next"), other);
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);
    linked.checkNow();
    linked.checkNow();
    assertThat(linked.rules().rules().get(0).service().name()).isEqualTo("Other");
  }

  @Test
  void aRewriteWithTheSameTimeAndSizeIsSeen() throws IOException {
    var time = Files.getLastModifiedTime(file);
    Files.writeString(file, rules("Fjrst"));
    Files.setLastModifiedTime(file, time);
    settle();
    assertThat(service()).isEqualTo("Fjrst");
  }

  @Test
  void aDeletedFileKeepsTheRulesAndAReturningOneIsRead() throws IOException {
    Files.delete(file);
    settle();
    assertThat(service()).isEqualTo("First");
    assertThat(watcher.problem()).contains("no such file");
    Files.writeString(file, rules("Second"));
    settle();
    assertThat(service()).isEqualTo("Second");
    assertThat(watcher.problem()).isNull();
  }

  @Test
  void aDirectoryInItsPlaceKeepsTheRules() throws IOException {
    Files.delete(file);
    Files.createDirectory(file);
    settle();
    assertThat(service()).isEqualTo("First");
    assertThat(watcher.problem()).contains("is a directory");
  }

  @Test
  void withoutAFileTheCataloguesRulesAreInForce() {
    Rules catalogue = Catalogue.rules();
    RulesWatcher without = new RulesWatcher(directory.resolve("none.yaml"), catalogue, heard::add);
    without.checkNow();
    assertThat(without.problem()).contains("no such file");
    assertThat(without.generation()).isZero();
    assertThat(without.rules().rules()).hasSizeGreaterThan(1_000);
  }

  @Test
  void aThousandAlternationsOfRightAndWrongKeepTheLastGoodRules() throws IOException {
    String[] wrong = {
      "services: [", "\tA: 1", "a: &a [*a]", "services: {A: {hosts: ['a b']}}", "\0"
    };
    for (int i = 0; i < 1_000; i++) {
      boolean right = i % 2 == 0;
      Files.writeString(file, right ? rules("Good" + i) : wrong[i % wrong.length]);
      settle();
      assertThat(service()).isEqualTo("Good" + (right ? i : i - 1));
      assertThat(watcher.problem() == null).isEqualTo(right);
    }
    assertThat(watcher.generation()).isEqualTo(501);
  }

  private void settle() {
    watcher.checkNow();
    watcher.checkNow();
  }

  private String service() {
    return watcher
        .rules()
        .classify(new Subject("a.test", IpAddress.parse("192.0.2.1"), 0, ""))
        .service()
        .name();
  }

  private static String rules(String service) {
    return "services:\n  %s:\n    hosts: [a.test]\n".formatted(service);
  }
}
