package org.ikisaki.config;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** Where the nodes of a text stand in it, as places between its characters. */
record YamlLayout(String text) {
  int start(Node node) {
    return place(node.getStartMark());
  }

  /** After the last character; a block's own mark would be where the next thing begins. */
  int end(Node node) {
    int end = place(node.getEndMark());
    if (node instanceof CollectionNode<?> collection && isBlock(collection)) {
      List<?> children = collection.getValue();
      return children.isEmpty() ? end : end(children.get(children.size() - 1));
    }
    while (end > start(node) && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  String written(Node node) {
    return text.substring(start(node), end(node));
  }

  /** From the first character of a line. */
  int column(Node node) {
    return start(node) - lineStart(start(node));
  }

  int lineStart(int place) {
    return text.lastIndexOf('\n', place - 1) + 1;
  }

  /** Before the characters that end the line. */
  int lineEnd(int place) {
    int feed = text.indexOf('\n', place);
    int end = feed < 0 ? text.length() : feed;
    return end > place && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }

  /** What to cut out so that the {@code index}th child is gone, with its comma or its lines. */
  Span around(CollectionNode<?> parent, int index) {
    List<Span> children = parent.getValue().stream().map(this::span).toList();
    Span child = children.get(index);
    if (isBlock(parent)) {
      int next = text.indexOf('\n', child.end);
      return new Span(lineStart(child.start), next < 0 ? text.length() : next + 1);
    }
    if (index + 1 < children.size()) {
      return new Span(child.start, children.get(index + 1).start);
    }
    return new Span(index > 0 ? children.get(index - 1).end : child.start, child.end);
  }

  static boolean isBlock(CollectionNode<?> node) {
    return node.getFlowStyle() != FlowStyle.FLOW;
  }

  private Span span(Object child) {
    return child instanceof NodeTuple entry
        ? new Span(start(entry.getKeyNode()), end(child))
        : new Span(start((Node) child), end(child));
  }

  private int end(Object child) {
    if (child instanceof NodeTuple entry) {
      return Math.max(end(entry.getKeyNode()) + 1, end(entry.getValueNode()));
    }
    return end((Node) child);
  }

  /** Marks count code points. */
  private int place(Optional<Mark> mark) {
    return text.offsetByCodePoints(0, mark.map(Mark::getIndex).orElse(0));
  }

  /** From one place up to another. */
  record Span(int start, int end) {}
}
