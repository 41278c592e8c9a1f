package org.ikisaki.config;

import java.util.List;
import java.util.stream.Collectors;

/** A file that can't be used, with every mistake found in it. Its message is for the user. */
public final class ConfigException extends Exception {
  private final transient List<Problem> problems;

  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  /**
   * One mistake.
   *
   * @param line from 1; 0 where the whole file is meant
   * @param column from 1; 0 where the whole file is meant
   * @param message what is wrong, with the value, and what to write instead
   */
  public record Problem(String file, int line, int column, String message) {
    @Override
    public String toString() {
      return line == 0 ? file + ": " + message : file + ":" + line + ":" + column + ": " + message;
    }
  }
}
