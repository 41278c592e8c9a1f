package org.ikisaki.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ikisaki.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesEditorTest {
  private static final String FILE =
      """
      # Ours.
      services:
        # The film club.
        Films:
          category: video   # what else
          hosts:
            - films.example.com    # the site
            # the films themselves
            - "*.films.example.net"

        Other: {hosts: [a.example.org, "*.b.example.org"], as: 64500}   # short
      # The end.
      """;

  private final Path directory;
  private final Path file;

  RulesEditorTest(@TempDir Path directory) {
    this.directory = directory;
    file = directory.resolve("services.yaml");
  }

  @Test
  void aPatternIsAddedAtTheEndOfItsList() throws Exception {
    add(FILE, "Films", Map.of("hosts", List.of("cdn.example.com")));
    assertThat(file)
        .content()
        .isEqualTo(
            FILE.replace(
                "      - \"*.films.example.net\"\n",
                "      - \"*.films.example.net\"\n      - cdn.example.com\n"));
  }

  @Test
  void aMissingListIsAddedToItsService() throws Exception {
    add(FILE, "Films", Map.of("ports", List.of("tcp/8443")));
    assertThat(file)
        .content()
        .isEqualTo(
            FILE.replace(
                "      - \"*.films.example.net\"\n",
                "      - \"*.films.example.net\"\n    ports:\n      - tcp/8443\n"));
  }

  @Test
  void anElementIsAddedToAListInBracketsAndASingleValueBecomesOne() throws Exception {
    add(FILE, "Other", Map.of("hosts", List.of("*.c.example.org"), "as", List.of("64501")));
    assertThat(file)
        .content()
        .isEqualTo(
            FILE.replace(
                "\"*.b.example.org\"], as: 64500}",
                "\"*.b.example.org\", \"*.c.example.org\"], as: [64500, 64501]}"));
  }

  @Test
  void aNewServiceComesAfterTheLast() throws Exception {
    add(FILE, "New: one", Map.of("hosts", List.of("/^n\\.example\\.org$/")));
    assertThat(file)
        .content()
        .isEqualTo(
            FILE.replace(
                "# short\n",
                "# short\n  \"New: one\":\n    hosts:\n      - '/^n\\.example\\.org$/'\n"));
  }

  @Test
  void aServiceIsMadeInAFileWithoutAnyOrWithoutAFile() throws Exception {
    String made = "services:\n  New:\n    hosts:\n      - n.example.org\n";
    for (String before : new String[] {"services:\n", "services:", ""}) {
      add(before, "New", Map.of("hosts", List.of("n.example.org")));
      assertThat(Files.readString(file).strip()).isEqualTo(made.strip());
    }
    Files.delete(file);
    RulesEditor.of(file).add("New", null, Map.of("hosts", List.of("n.example.org")));
    assertThat(file).content().isEqualTo(made);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void lineEndsAndTheByteOrderMarkStay() throws Exception {
    String windows = "\ufeff" + FILE.replace("\n", "\r\n");
    add(windows, "Films", Map.of("hosts", List.of("cdn.example.com")));
    assertThat(file)
        .content()
        .startsWith("\ufeff#")
        .contains("example.net\"\r\n      - cdn.example.com\r\n")
        .doesNotContainPattern("[^\r]\n");
  }

  @Test
  void aCategoryIsSetOrChanged() throws Exception {
    Files.writeString(file, FILE);
    RulesEditor.of(file).add("Films", "cinema", Map.of());
    assertThat(RulesFile.read(file).definitions().get(0).category()).isEqualTo("cinema");
    RulesEditor.of(file).add("Other", "rest", Map.of());
    assertThat(RulesFile.read(file).definitions().get(1).category()).isEqualTo("rest");
    assertThat(file).content().contains("# The film club.", "# short", "# The end.");
  }

  @Test
  void whatIsRemovedGoesWithItsLineAndNothingElse() throws Exception {
    Files.writeString(file, FILE);
    assertThat(remove("Films", Map.of("hosts", List.of("Films.example.com.")))).isEqualTo(1);
    assertThat(file)
        .content()
        .isEqualTo(FILE.replace("      - films.example.com    # the site\n", ""));
    assertThat(remove("Other", Map.of("hosts", List.of("a.example.org")))).isEqualTo(1);
    assertThat(file).content().contains("Other: {hosts: [\"*.b.example.org\"], as: 64500}");
    assertThat(remove("Other", Map.of("as", List.of("AS64500")))).isEqualTo(1);
    assertThat(file).content().contains("Other: {hosts: [\"*.b.example.org\"]}   # short");
  }

  @Test
  void aServiceIsRemovedAsAWholeOrWithItsLastPattern() throws Exception {
    Files.writeString(file, FILE);
    assertThat(remove("Films", Map.of())).isEqualTo(2);
    assertThat(file)
        .content()
        .isEqualTo(FILE.replaceFirst("(?s)  Films:.*films\\.example\\.net\"\n", ""));
    Files.writeString(
        file, "services:\n  A: {hosts: [a.test]} # a\n  B:\n    hosts: b.test\n# c\n");
    assertThat(remove("B", Map.of("hosts", List.of("b.test")))).isEqualTo(1);
    assertThat(file).content().isEqualTo("services:\n  A: {hosts: [a.test]} # a\n# c\n");
  }

  @Test
  void whatIsNotThereRemovesNothing() throws Exception {
    Files.writeString(file, FILE);
    assertThat(remove("Films", Map.of("hosts", List.of("nobody.example")))).isZero();
    assertThat(remove("Nobody", Map.of())).isZero();
    assertThat(file).content().isEqualTo(FILE);
  }

  @Test
  void aFileThatIsWrongOrWouldBeIsNotTouched() throws Exception {
    String wrong = FILE.replace("hosts:", "hsots:");
    assertThatThrownBy(() -> add(wrong, "Films", Map.of("hosts", List.of("x.test"))))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("services.yaml:6:5: unknown key 'hsots'");
    assertThat(file).content().isEqualTo(wrong);
    assertThatThrownBy(() -> add(FILE, "New", Map.of("hosts", List.of("a.example.org"))))
        .hasMessageContaining("is claimed by");
    assertThat(file).content().isEqualTo(FILE);
    assertThatThrownBy(() -> add(FILE, "New", Map.of("hosts", List.of("https://a.test/"))))
        .hasMessageContaining("must be a host name alone");
    assertThat(file).content().isEqualTo(FILE);
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aSymbolicLinkAndThePermissionsStay() throws Exception {
    Path real = Files.writeString(directory.resolve("real.yaml"), FILE);
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw----"));
    Files.createSymbolicLink(file, real);
    RulesEditor.of(file).add("Films", null, Map.of("hosts", List.of("x.test")));
    assertThat(file).isSymbolicLink();
    assertThat(real).content().contains("- x.test");
    assertThat(Files.getPosixFilePermissions(real))
        .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
  }

  private void add(String before, String service, Map<String, List<String>> patterns)
      throws IOException, ConfigException {
    Files.writeString(file, before);
    RulesEditor.of(file).add(service, null, patterns);
  }

  private int remove(String service, Map<String, List<String>> patterns)
      throws IOException, ConfigException {
    return RulesEditor.of(file).remove(service, patterns);
  }
}
