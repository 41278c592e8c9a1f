package org.ikisaki.capture;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ikisaki.config.Node;

/**
 * The {@code capture} section of the configuration.
 *
 * @param interfaces names; empty for that of the default route
 * @param filter an expression as tcpdump takes it; empty for every frame
 * @param snapshotLength bytes kept of each frame
 * @param bufferBytes how much the kernel keeps while we are busy
 */
public record CaptureSettings(
    List<String> interfaces,
    String filter,
    boolean promiscuous,
    int snapshotLength,
    int bufferBytes) {
  public static final CaptureSettings DEFAULTS =
      new CaptureSettings(List.of(), "", true, 65_535, 4 << 20);

  private static final String AUTO = "auto";

  /** Link, VLAN and IPv6 headers with room for TCP: less can't be told apart. */
  private static final int MIN_SNAPSHOT_LENGTH = 128;

  private static final int MAX_SNAPSHOT_LENGTH = 262_144;
  private static final long MIN_BUFFER = 256L << 10;
  private static final long MAX_BUFFER = 1L << 30;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9}) ?([KMG]iB)");

  public CaptureSettings {
    interfaces = List.copyOf(interfaces);
  }

  public static CaptureSettings from(Node node) {
    node.allowOnly("interface", "filter", "promiscuous", "snapshot-length", "buffer");
    return new CaptureSettings(
        interfaces(node.get("interface")),
        node.get("filter").string(DEFAULTS.filter).strip(),
        node.get("promiscuous").bool(DEFAULTS.promiscuous),
        (int)
            node.get("snapshot-length")
                .integer(DEFAULTS.snapshotLength, MIN_SNAPSHOT_LENGTH, MAX_SNAPSHOT_LENGTH),
        buffer(node.get("buffer")));
  }

  /** The same with another filter expression. */
  public CaptureSettings withFilter(String expression) {
    return new CaptureSettings(interfaces, expression, promiscuous, snapshotLength, bufferBytes);
  }

  /** The same on other interfaces. */
  public CaptureSettings withInterfaces(List<String> names) {
    return new CaptureSettings(names, filter, promiscuous, snapshotLength, bufferBytes);
  }

  private static List<String> interfaces(Node node) {
    List<String> names = node.elements().stream().map(n -> n.string("").strip()).toList();
    if (names.contains(AUTO)) {
      if (names.size() > 1) {
        node.problem("'auto' stands alone: name the interfaces, or write only auto");
      }
      return List.of();
    }
    if (names.contains("")) {
      node.problem("an interface has a name, such as eth0; auto is that of the default route");
    }
    if (names.size() != names.stream().distinct().count()) {
      node.problem("an interface is named twice: its frames would count twice");
    }
    return names;
  }

  private static int buffer(Node node) {
    if (!node.isPresent()) {
      return DEFAULTS.bufferBytes;
    }
    String text = node.string("").strip();
    Matcher matcher = SIZE.matcher(text);
    long bytes = matcher.matches() ? Long.parseLong(matcher.group(1)) << shift(matcher) : 0;
    if (bytes < MIN_BUFFER || bytes > MAX_BUFFER) {
      node.problem("'" + text + "' is no buffer size: write 256KiB to 1GiB, such as 4MiB");
      return DEFAULTS.bufferBytes;
    }
    return (int) bytes;
  }

  private static int shift(Matcher size) {
    return switch (size.group(2)) {
      case "KiB" -> 10;
      case "MiB" -> 20;
      default -> 30;
    };
  }
}
