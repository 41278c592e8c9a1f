package org.ikisaki.config;

import java.util.List;

/** A value of a YAML file and where it begins; lines and columns count from 1. */
sealed interface YamlValue {
  int line();

  int column();

  /** What it is, in the words of a message. */
  String kind();

  /** Nothing is written, or null; stands where the mapping begins that lacks the key. */
  record Missing(int line, int column) implements YamlValue {
    @Override
    public String kind() {
      return "nothing";
    }
  }

  record Scalar(String text, int line, int column) implements YamlValue {
    @Override
    public String kind() {
      return "the single value '" + Excerpt.of(text) + "'";
    }
  }

  record Sequence(List<YamlValue> elements, int line, int column) implements YamlValue {
    @Override
    public String kind() {
      return "a list";
    }
  }

  record Mapping(List<Entry> entries, int line, int column) implements YamlValue {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** A key, where it stands, and its value. */
  record Entry(String key, int line, int column, YamlValue value) {}
}
