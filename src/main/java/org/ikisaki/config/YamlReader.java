package org.ikisaki.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * From text to located values. Nothing is ever constructed from a tag, and {@link GuardedParser}
 * stops the file before the library's recursion could. Confined to one reading.
 */
final class YamlReader {
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setUseMarks(true)
          .setCodePointLimit(YamlFile.MAX_BYTES)
          .setAllowNonScalarKeys(true)
          .setVersionFunction(version -> version)
          .build();

  private final Source source;

  private YamlReader(Source source) {
    this.source = source;
  }

  static YamlValue read(Source source, String text) throws ConfigException {
    YamlReader reader = new YamlReader(source);
    return compose(source, text).map(reader::value).orElseGet(() -> new YamlValue.Missing(0, 0));
  }

  /** The library's nodes; empty if the text holds none. */
  static Optional<org.snakeyaml.engine.v2.nodes.Node> compose(Source source, String text)
      throws ConfigException {
    try {
      ParserImpl parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
      return new Composer(SETTINGS, new GuardedParser(parser)).getSingleNode();
    } catch (MarkedYamlEngineException e) {
      throw SyntaxMessages.explain(e, text).in(source);
    } catch (YamlEngineException e) {
      throw new SyntaxProblem(0, 0, "is no YAML: " + e.getMessage()).in(source);
    } catch (StackOverflowError e) {
      throw new SyntaxProblem(0, 0, "is nested too deeply").in(source);
    }
  }

  private YamlValue value(org.snakeyaml.engine.v2.nodes.Node node) {
    int line = line(node.getStartMark());
    int column = column(node.getStartMark());
    if (node instanceof ScalarNode scalar) {
      return scalar.getTag().equals(Tag.NULL)
          ? new YamlValue.Missing(line, column)
          : new YamlValue.Scalar(scalar.getValue(), line, column);
    }
    if (node instanceof SequenceNode sequence) {
      List<YamlValue> elements = new ArrayList<>();
      for (org.snakeyaml.engine.v2.nodes.Node element : sequence.getValue()) {
        elements.add(value(element));
      }
      return new YamlValue.Sequence(elements, line, column);
    }
    return new YamlValue.Mapping(entries((MappingNode) node), line, column);
  }

  private List<YamlValue.Entry> entries(MappingNode mapping) {
    List<YamlValue.Entry> entries = new ArrayList<>();
    Map<String, YamlValue.Entry> seen = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      YamlValue value = value(tuple.getValueNode());
      YamlValue key = value(tuple.getKeyNode());
      if (!(key instanceof YamlValue.Scalar scalar)) {
        source.report(key.line(), key.column(), "a key must be text, not " + key.kind());
        continue;
      }
      YamlValue.Entry entry =
          new YamlValue.Entry(scalar.text(), scalar.line(), scalar.column(), value);
      YamlValue.Entry first = seen.putIfAbsent(entry.key(), entry);
      if (first == null) {
        entries.add(entry);
      } else {
        source.report(
            entry.line(),
            entry.column(),
            "key '%s' is here a second time; the first is in line %d, column %d"
                .formatted(Excerpt.of(entry.key()), first.line(), first.column()));
      }
    }
    return entries;
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(m -> m.getLine() + 1).orElse(0);
  }

  private static int column(Optional<Mark> mark) {
    return mark.map(m -> m.getColumn() + 1).orElse(0);
  }
}
