package org.ikisaki.config;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A YAML text to which small changes are made, while every other character stays as it is: comments
 * and order too. Confined to one change of one file.
 *
 * <p>A place is named by the keys that lead to it. Whether the outcome is what was meant is for the
 * caller to judge, by reading it before it replaces anything.
 */
public final class YamlEdit {
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final Source source;
  private final String start;
  private final String newline;
  private YamlLayout layout;

  private YamlEdit(Source source, String start, String text) {
    this.source = source;
    this.start = start;
    newline = text.contains("\r\n") ? "\r\n" : "\n";
    layout = new YamlLayout(text);
  }

  /**
   * Begins with a file's content; {@code name} stands for it in messages.
   *
   * @throws ConfigException if it is no YAML
   */
  public static YamlEdit of(String name, byte[] content) throws ConfigException {
    Source source = new Source(name, name, null, new ProblemList());
    String text = YamlText.decode(source, content);
    boolean marked = text.getBytes(StandardCharsets.UTF_8).length < content.length;
    return new YamlEdit(source, marked ? BYTE_ORDER_MARK : "", text);
  }

  /** Adds an element to the list at {@code path}; makes what is missing on the way to it. */
  public void addElement(String element, String... path) throws ConfigException {
    Place place = find(path);
    if (place.isWhole() && place.node instanceof SequenceNode list) {
      addTo(list, element);
    } else if (place.isWhole() && place.node != null && !isNothing(place.node)) {
      String both = "[" + layout.written(place.node) + ", " + YamlScalar.write(element) + "]";
      replace(layout.start(place.node), layout.end(place.node), both);
    } else {
      addBelow(place, new YamlAddition(place.missing, element, true));
    }
  }

  /** Gives the key at the end of {@code path} a single value, in place of what it has. */
  public void set(String value, String... path) throws ConfigException {
    remove(path);
    Place place = find(path);
    addBelow(place, new YamlAddition(place.missing, value, false));
  }

  /** Removes the elements of the list at {@code path} that are {@code unwanted}; says how many. */
  public int removeElements(Predicate<String> unwanted, String... path) throws ConfigException {
    int removed = 0;
    int index = 0;
    while (find(path).node instanceof SequenceNode list && index < list.getValue().size()) {
      if (list.getValue().get(index) instanceof ScalarNode element
          && unwanted.test(element.getValue())) {
        cut(list, index);
        removed++;
      } else {
        index++;
      }
    }
    Place place = find(path);
    boolean single =
        place.isWhole()
            && place.node instanceof ScalarNode scalar
            && !isNothing(scalar)
            && unwanted.test(scalar.getValue());
    return single && remove(path) ? removed + 1 : removed;
  }

  /** How many elements the list or keys the mapping at {@code path} has; 1 for a single value. */
  public int size(String... path) throws ConfigException {
    Place place = find(path);
    if (!place.isWhole() || place.node == null || isNothing(place.node)) {
      return 0;
    }
    return place.node instanceof CollectionNode<?> collection ? collection.getValue().size() : 1;
  }

  /** Removes a key and its value; says whether it was there. */
  public boolean remove(String... path) throws ConfigException {
    Place parent = find(Arrays.copyOf(path, path.length - 1));
    if (!parent.isWhole() || !(parent.node instanceof MappingNode mapping)) {
      return false;
    }
    NodeTuple entry = entry(mapping, path[path.length - 1]);
    if (entry != null) {
      cut(mapping, mapping.getValue().indexOf(entry));
    }
    return entry != null;
  }

  /** The text as it is now. */
  public byte[] content() {
    return (start + layout.text()).getBytes(StandardCharsets.UTF_8);
  }

  private void addTo(SequenceNode list, String element) {
    List<Node> elements = list.getValue();
    if (elements.isEmpty()) {
      insert(layout.start(list) + 1, YamlScalar.write(element));
      return;
    }
    Node last = elements.get(elements.size() - 1);
    if (YamlLayout.isBlock(list)) {
      int line = layout.lineStart(layout.start(last));
      String dash = layout.text().substring(line, layout.text().indexOf('-', line));
      insert(layout.lineEnd(layout.end(last)), newline + dash + "- " + YamlScalar.write(element));
    } else {
      insert(layout.end(last), ", " + YamlScalar.write(element));
    }
  }

  private void addBelow(Place place, YamlAddition addition) {
    if (place.node instanceof MappingNode mapping && !YamlLayout.isBlock(mapping)) {
      String comma = mapping.getValue().isEmpty() ? "" : ", ";
      insert(layout.start(mapping) + 1, addition.flow() + comma);
    } else if (place.node instanceof MappingNode mapping) {
      insert(layout.lineEnd(layout.end(mapping)), addition.block(layout.column(mapping), newline));
    } else if (place.key != null) {
      insert(
          layout.lineEnd(layout.end(place.key)),
          addition.block(layout.column(place.key) + 2, newline));
    } else {
      String text = layout.text().stripTrailing();
      String block = addition.block(0, newline) + newline;
      layout = new YamlLayout(text.isEmpty() ? block.stripLeading() : text + newline + block);
    }
  }

  private void cut(CollectionNode<?> parent, int index) {
    YamlLayout.Span span = layout.around(parent, index);
    replace(span.start(), span.end(), "");
  }

  private void insert(int place, String addition) {
    replace(place, place, addition);
  }

  private void replace(int from, int to, String replacement) {
    String text = layout.text();
    layout = new YamlLayout(text.substring(0, from) + replacement + text.substring(to));
  }

  /** As far along the path as there is something. */
  private Place find(String... path) throws ConfigException {
    Node node = YamlReader.compose(source, layout.text()).orElse(null);
    Node key = null;
    for (int i = 0; i < path.length; i++) {
      NodeTuple entry = node instanceof MappingNode mapping ? entry(mapping, path[i]) : null;
      if (entry == null) {
        return new Place(node, key, List.of(path).subList(i, path.length));
      }
      key = entry.getKeyNode();
      node = entry.getValueNode();
    }
    return new Place(node, key, List.of());
  }

  private static @Nullable NodeTuple entry(MappingNode mapping, String key) {
    for (NodeTuple entry : mapping.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key)) {
        return entry;
      }
    }
    return null;
  }

  private static boolean isNothing(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /**
   * The last thing on a path.
   *
   * @param node null in an empty file
   * @param key what it stands under; null at the root
   * @param missing the keys that are not there
   */
  private record Place(@Nullable Node node, @Nullable Node key, List<String> missing) {
    boolean isWhole() {
      return missing.isEmpty();
    }
  }
}
