package org.ikisaki.capture;

import java.util.List;
import org.ikisaki.config.Node;

/**
 * The {@code capture} section of the configuration.
 *
 * @param interfaces names; empty for that of the default route
 * @param filter an expression as tcpdump takes it; empty for every frame
 * @param snapshotLength bytes kept of each frame
 * @param bufferBytes how much the kernel keeps while we are busy
 * @param deduplicate whether a packet that a mirror sends twice counts once
 * @param rings how many threads share an interface's frames, each with a part of the buffer
 */
public record CaptureSettings(
    List<String> interfaces,
    String filter,
    boolean promiscuous,
    int snapshotLength,
    int bufferBytes,
    boolean deduplicate,
    int rings) {
  public static final CaptureSettings DEFAULTS =
      new CaptureSettings(List.of(), "", true, 65_535, 6 << 20, false, 1);

  private static final String AUTO = "auto";

  /** Link, VLAN and IPv6 headers with room for TCP: less can't be told apart. */
  private static final int MIN_SNAPSHOT_LENGTH = 128;

  private static final int MAX_SNAPSHOT_LENGTH = 262_144;
  private static final long MIN_BUFFER = 256L << 10;
  private static final long MAX_BUFFER = 1L << 30;
  private static final int MAX_RINGS = 64;

  public CaptureSettings {
    interfaces = List.copyOf(interfaces);
  }

  public static CaptureSettings from(Node node) {
    node.allowOnly(
        "interface", "filter", "promiscuous", "snapshot-length", "buffer", "deduplicate", "rings");
    return new CaptureSettings(
        interfaces(node.get("interface")),
        node.get("filter").string(DEFAULTS.filter).strip(),
        node.get("promiscuous").bool(DEFAULTS.promiscuous),
        (int)
            node.get("snapshot-length")
                .integer(DEFAULTS.snapshotLength, MIN_SNAPSHOT_LENGTH, MAX_SNAPSHOT_LENGTH),
        (int) node.get("buffer").bytes(DEFAULTS.bufferBytes, MIN_BUFFER, MAX_BUFFER),
        node.get("deduplicate").bool(DEFAULTS.deduplicate),
        (int) node.get("rings").integer(DEFAULTS.rings, 1, MAX_RINGS));
  }

  /** The same with another filter expression. */
  public CaptureSettings withFilter(String expression) {
    return new CaptureSettings(
        interfaces, expression, promiscuous, snapshotLength, bufferBytes, deduplicate, rings);
  }

  /** The same on other interfaces. */
  public CaptureSettings withInterfaces(List<String> names) {
    return new CaptureSettings(
        names, filter, promiscuous, snapshotLength, bufferBytes, deduplicate, rings);
  }

  /** Bytes of each ring's part of the buffer. */
  int ringBytes() {
    return bufferBytes / rings;
  }

  private static List<String> interfaces(Node node) {
    List<String> names = node.strings();
    if (names.contains(AUTO)) {
      if (names.size() > 1) {
        node.problem("auto stands alone: name the interfaces, or write only auto");
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
}
