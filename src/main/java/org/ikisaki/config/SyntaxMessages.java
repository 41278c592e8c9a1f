package org.ikisaki.config;

import java.util.List;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in a user's words what the YAML library found, and what to write instead. */
final class SyntaxMessages {
  private SyntaxMessages() {}

  static SyntaxProblem explain(MarkedYamlEngineException e, String text) {
    Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
    if (mark == null) {
      return new SyntaxProblem(0, 0, "is no YAML: " + e.getProblem());
    }
    List<String> lines = text.lines().toList();
    // A tab often makes the library stumble only in the line after it.
    for (int line = Math.max(0, mark.getLine() - 1); line <= mark.getLine(); line++) {
      int tab = line < lines.size() ? indentingTab(lines.get(line)) : -1;
      if (tab >= 0) {
        return new SyntaxProblem(line + 1, tab + 1, "a tab can't indent YAML; use spaces");
      }
    }
    String problem = e.getProblem() == null ? "" : e.getProblem();
    String context = e.getContext() == null ? "" : e.getContext();
    Mark begin = e.getContextMark().orElse(mark);
    if (context.contains("scanning an alias")) {
      return at(
          begin,
          "a bare * has a meaning of its own in YAML; write the pattern in quotes,"
              + " such as \"*.example.com\"");
    }
    if (problem.contains("could not find expected ':'")) {
      return at(begin, "a key without ':'; write 'key: value'");
    }
    if (problem.contains("unexpected end of stream") || problem.contains("<stream end>")) {
      return begin.getIndex() < mark.getIndex()
          ? at(begin, "what is opened here is still open where the file ends")
          : at(
              mark, "the file ends in the middle of something: a quote or a bracket is still open");
    }
    String begun =
        context.isEmpty() || begin == mark
            ? ""
            : " (%s that begins in line %d, column %d)"
                .formatted(context, begin.getLine() + 1, begin.getColumn() + 1);
    return at(mark, reword(problem) + begun);
  }

  private static SyntaxProblem at(Mark mark, String message) {
    return new SyntaxProblem(mark.getLine() + 1, mark.getColumn() + 1, message);
  }

  private static int indentingTab(String line) {
    int i = 0;
    while (i < line.length() && line.charAt(i) == ' ') {
      i++;
    }
    return i < line.length() && line.charAt(i) == '\t' ? i : -1;
  }

  private static String reword(String problem) {
    if (problem.contains("mapping values are not allowed")) {
      return "a ':' can't stand here; check the indentation, or put text that holds ': ' in quotes";
    }
    if (problem.contains("expected <block end>")) {
      return "this line's indentation fits none of the lines above";
    }
    if (problem.contains("cannot start any token")) {
      return "text that begins with this character wants quotes";
    }
    if (problem.contains("another document")) {
      return "a second document begins here; keep one, without '---'";
    }
    return problem;
  }
}
