package org.ikisaki.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ikisaki.config.AtomicFile;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlEdit;
import org.ikisaki.config.YamlFile;
import org.ikisaki.service.Rules.Definition;
import org.ikisaki.service.Rules.Located;
import org.jspecify.annotations.Nullable;

/**
 * Changes a file of rules and leaves its comments and its order as they are. A file that is wrong,
 * or would be, is not touched. Confined to one command.
 */
public final class RulesEditor {
  private static final String SERVICES = "services";

  private final Path file;
  private final byte[] before;
  private final Rules rules;

  private RulesEditor(Path file, byte[] before, Rules rules) {
    this.file = file;
    this.before = before;
    this.rules = rules;
  }

  /**
   * Reads the file; one that isn't there has no rules.
   *
   * @throws ConfigException if something is wrong with it already
   */
  public static RulesEditor of(Path file) throws IOException, ConfigException {
    byte[] content = Files.exists(file) ? YamlFile.bytes(file) : (SERVICES + ":\n").getBytes(UTF_8);
    return new RulesEditor(file, content, RulesFile.parse(file, content));
  }

  /**
   * Adds patterns to a service, which is made if need be.
   *
   * @param patterns by the key that they belong under, such as {@code hosts}
   * @throws ConfigException if the file would be wrong then
   */
  public void add(String service, @Nullable String category, Map<String, List<String>> patterns)
      throws IOException, ConfigException {
    YamlEdit edit = YamlEdit.of(file.toString(), before);
    if (category != null) {
      edit.set(category, SERVICES, service, "category");
    }
    for (Map.Entry<String, List<String>> list : patterns.entrySet()) {
      for (String pattern : list.getValue()) {
        edit.addElement(pattern, SERVICES, service, list.getKey());
      }
    }
    replace(edit, service);
  }

  /**
   * Removes patterns of a service, or the whole service if none are named or none are left.
   *
   * @param patterns by the key that they belong under
   * @return how many patterns were removed; 0 if the file has none of it
   */
  public int remove(String service, Map<String, List<String>> patterns)
      throws IOException, ConfigException {
    YamlEdit edit = YamlEdit.of(file.toString(), before);
    int removed = 0;
    for (Map.Entry<String, List<String>> list : patterns.entrySet()) {
      String[] path = {SERVICES, service, list.getKey()};
      for (String pattern : list.getValue()) {
        String unwanted = PatternLists.canonical(list.getKey(), pattern);
        removed +=
            edit.removeElements(
                written -> PatternLists.canonical(list.getKey(), written).equals(unwanted), path);
      }
      if (edit.size(path) == 0) {
        edit.remove(path);
      }
    }
    boolean whole = patterns.isEmpty() || (removed > 0 && edit.size(SERVICES, service) == 0);
    if (whole && edit.remove(SERVICES, service)) {
      removed = Math.max(removed, Math.max(1, rulesOf(rules, service)));
    }
    if (removed > 0) {
      replace(edit, service);
    }
    return removed;
  }

  private void replace(YamlEdit edit, String service) throws IOException, ConfigException {
    byte[] after = edit.content();
    Rules read = RulesFile.parse(file, after);
    if (!others(read, service).equals(others(rules, service))) {
      throw new IOException(
          file + ": is laid out in a way that can't be changed by a command; edit it by hand");
    }
    AtomicFile.replace(file, after);
  }

  private static int rulesOf(Rules rules, String service) {
    return rules.definitions().stream()
        .filter(definition -> definition.service().equals(service))
        .mapToInt(definition -> definition.rules().size())
        .sum();
  }

  /** What the other services are, wherever they stand. */
  private static List<String> others(Rules rules, String service) {
    return rules.definitions().stream()
        .filter(definition -> !definition.service().equals(service))
        .map(RulesEditor::text)
        .toList();
  }

  private static String text(Definition definition) {
    return definition.service()
        + definition.category()
        + definition.look()
        + definition.rules().stream().map(Located::text).collect(Collectors.joining(","));
  }
}
