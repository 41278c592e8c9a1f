package org.ikisaki.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class NodeTest {
  @Test
  void valuesAreRead() throws ConfigException {
    read(
        "text: 007\nflag: False\nnumber: -12\ntime: 1h30m\nsize: 4MiB\nlist: [a, b]\none: a\n",
        root -> {
          assertThat(root.get("text").string("")).isEqualTo("007");
          assertThat(root.get("flag").bool(true)).isFalse();
          assertThat(root.get("number").integer(0, -20, 20)).isEqualTo(-12);
          assertThat(root.get("time").duration(Duration.ZERO, Duration.ZERO, Duration.ofDays(1)))
              .isEqualTo(Duration.ofMinutes(90));
          assertThat(root.get("size").bytes(0, 0, 1 << 30)).isEqualTo(4L << 20);
          assertThat(root.get("list").strings()).containsExactly("a", "b");
          assertThat(root.get("one").strings()).containsExactly("a");
          assertThat(root.get("one").location()).isEqualTo("in.yaml:7:6");
          assertThat(root.get("one").origin()).isEqualTo("in.yaml:7");
          assertThat(root.get("one").line()).isEqualTo(7);
          assertThat(root.entries().keySet()).startsWith("text", "flag");
        });
  }

  @Test
  void missingAndNullAreTheDefault() throws ConfigException {
    read(
        "nothing:\nwritten: null\nquoted: ''\n",
        root -> {
          for (String key : new String[] {"nothing", "written", "absent"}) {
            Node node = root.get(key);
            assertThat(node.isPresent()).isFalse();
            assertThat(node.string("default")).isEqualTo("default");
            assertThat(node.stringOrNull()).isNull();
            assertThat(node.integer(5, 0, 9)).isEqualTo(5);
            assertThat(node.elements()).isEmpty();
            assertThat(node.entries()).isEmpty();
            assertThat(node.get("deeper").get("still").bool(true)).isTrue();
          }
          assertThat(root.get("quoted").isPresent()).isTrue();
          assertThat(root.get("quoted").stringOrNull()).isEmpty();
        });
  }

  @Test
  void quotedNullIsText() throws ConfigException {
    read("a: 'null'\nb: '~'\n", root -> assertThat(root.get("a").string("")).isEqualTo("null"));
  }

  @Test
  void oneMistakeIsReportedOnceHoweverOftenItIsRead() {
    assertThatThrownBy(
            () ->
                read(
                    "a: [1]\n",
                    root -> {
                      root.get("a").string("");
                      root.get("a").string("");
                    }))
        .hasMessage("in.yaml:1:4: 'a' must be text, not a list");
  }

  @Test
  void valuesInMessagesCanNotMoveTheCursor() {
    assertThatThrownBy(
            () -> read("a: \"x\\e[2J\\u202Ey\"\n", root -> root.get("a").integer(0, 0, 1)))
        .hasMessage("in.yaml:1:4: 'a' must be a whole number, not 'x\u00b7[2J\u00b7y'");
  }

  @Test
  void aMisspeltKeyFindsItsNearest() {
    assertThat(Nearest.to("promiscous", List.of("promiscuous", "filter"))).isEqualTo("promiscuous");
    assertThat(Nearest.to("hsots", List.of("hosts", "as"))).isEqualTo("hosts");
    assertThat(Nearest.to("zzz", List.of("hosts", "as"))).isNull();
    assertThat(Nearest.to("x".repeat(100_000), List.of("hosts"))).isNull();
  }

  private static void read(String content, Consumer<Node> reader) throws ConfigException {
    YamlFile.parse(
        "in.yaml",
        content.getBytes(UTF_8),
        root -> {
          reader.accept(root);
          return root;
        });
  }
}
