package org.ikisaki.naming;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  private final Path file;
  private final LogTail tail;

  LogTailTest(@TempDir Path directory) {
    file = directory.resolve("query.log");
    tail = new LogTail(file);
  }

  @AfterEach
  void close() throws IOException {
    tail.close();
  }

  @Test
  void linesThatWereThereBeforeAreNotRead() throws IOException {
    append("old\n");
    assertThat(look()).isEmpty();
    append("new\n");
    assertThat(look()).containsExactly("new");
    assertThat(look()).isEmpty();
  }

  @Test
  void aLineIsReadOnceItHasItsEnd() throws IOException {
    append("");
    look();
    append("first\nsec");
    assertThat(look()).containsExactly("first");
    append("ond\n");
    assertThat(look()).containsExactly("second");
  }

  @Test
  void aFileThatComesLaterIsReadFromItsBeginning() throws IOException {
    assertThatThrownBy(this::look).isInstanceOf(NoSuchFileException.class);
    append("first\n");
    assertThat(look()).containsExactly("first");
  }

  @Test
  void whenTheFileIsReplacedTheRestOfTheOldOneComesFirst() throws IOException {
    append("");
    look();
    append("last of the old\n");
    Files.move(file, file.resolveSibling("query.log.1"));
    append("first of the new\n");

    List<String> lines = look();
    lines.addAll(look());
    assertThat(lines).containsExactly("last of the old", "first of the new");
    append("next\n");
    assertThat(look()).containsExactly("next");
  }

  @Test
  void whileTheFileIsGoneTheOldOneGoesOn() throws IOException {
    append("");
    look();
    Path moved = file.resolveSibling("query.log.1");
    Files.move(file, moved);
    Files.writeString(moved, "late\n", APPEND);
    assertThat(look()).containsExactly("late");
    append("new\n");
    look();
    assertThat(look()).containsExactly("new");
  }

  @Test
  void aFileThatWasCutIsReadFromItsBeginning() throws IOException {
    append("something long\n");
    look();
    try (FileChannel channel = FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    append("short\n");
    assertThat(look()).containsExactly("short");
  }

  @Test
  void aLineThatIsFarTooLongIsPassedOverAndCounted() throws IOException {
    append("");
    look();
    append("x".repeat(LogTail.MAX_LINE + 1) + "\nnext\n");
    append("y".repeat(LogTail.MAX_LINE) + "\n");
    assertThat(look()).hasSize(2).first().isEqualTo("next");
    assertThat(tail.takeTooLong()).isEqualTo(1);
    assertThat(tail.takeTooLong()).isZero();
  }

  private List<String> look() throws IOException {
    List<String> lines = new ArrayList<>();
    tail.look(lines::add);
    return lines;
  }

  private void append(String text) throws IOException {
    Files.writeString(file, text, CREATE, APPEND);
  }
}
