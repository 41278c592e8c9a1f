package org.ikisaki.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The patterns of a service, each as a rules file has it. */
final class PatternOptions {
  @Option(names = "--host", paramLabel = "HOST", description = "Such as '*.example.com'.")
  private List<String> hosts = List.of();

  @Option(names = "--network", paramLabel = "NETWORK", description = "Such as 192.0.2.0/24.")
  private List<String> networks = List.of();

  @Option(names = "--port", paramLabel = "PORT", description = "Such as tcp/8443.")
  private List<String> ports = List.of();

  @Option(names = "--as", paramLabel = "AS", description = "Such as 64500.")
  private List<String> systems = List.of();

  /** By the keys that they belong under. */
  Map<String, List<String>> byKey() {
    Map<String, List<String>> patterns = new LinkedHashMap<>();
    patterns.put("hosts", hosts);
    patterns.put("networks", networks);
    patterns.put("ports", ports);
    patterns.put("as", systems);
    patterns.values().removeIf(List::isEmpty);
    return patterns;
  }
}
