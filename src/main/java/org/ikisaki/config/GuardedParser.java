package org.ikisaki.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.parser.Parser;

/**
 * Stops what a settings file has no use for before the recursive composer meets it: depth, sheer
 * number, aliases (which can multiply) and tags (which name types). Confined to one reading.
 */
final class GuardedParser implements Parser {
  static final int MAX_DEPTH = 32;
  static final int MAX_VALUES = 100_000;

  private final Parser parser;
  private int depth;
  private int values;

  GuardedParser(Parser parser) {
    this.parser = parser;
  }

  @Override
  public boolean checkEvent(Event.ID choice) {
    return parser.checkEvent(choice);
  }

  @Override
  public Event peekEvent() {
    return parser.peekEvent();
  }

  @Override
  public boolean hasNext() {
    return parser.hasNext();
  }

  @Override
  public Event next() {
    Event event = parser.next();
    if (event instanceof NodeEvent node) {
      check(node);
    } else if (event instanceof CollectionEndEvent) {
      depth--;
    }
    return event;
  }

  private void check(NodeEvent event) {
    if (event instanceof AliasEvent || event.getAnchor().isPresent()) {
      throw refuse(
          event,
          "anchors (&name) and aliases (*name) are not used here; text that begins with & or * wants quotes");
    }
    if (tag(event).isPresent()) {
      throw refuse(event, "tags (!name) are not used here; text that begins with ! wants quotes");
    }
    if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
      throw refuse(event, "nested more than " + MAX_DEPTH + " deep");
    }
    if (++values > MAX_VALUES) {
      throw refuse(event, "more than " + MAX_VALUES + " values");
    }
  }

  private static Optional<String> tag(NodeEvent event) {
    if (event instanceof ScalarEvent scalar) {
      return scalar.getTag();
    }
    return event instanceof CollectionStartEvent collection
        ? collection.getTag()
        : Optional.empty();
  }

  private static ParserException refuse(Event event, String message) {
    return new ParserException(message, event.getStartMark());
  }
}
