package org.ikisaki.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.ikisaki.config.ConfigException.Problem;

/** Reads a YAML file into a value, or into all of its mistakes. */
public final class YamlFile {
  /** The largest file that is read. */
  public static final int MAX_BYTES = 1 << 20;

  private YamlFile() {}

  /**
   * Reads {@code file} and lets {@code reader} make a value of its root node.
   *
   * @throws ConfigException with every problem, if the syntax or any node was wrong
   * @throws IOException if the file can't be read, with a message for the user
   */
  public static <T> T read(Path file, Function<Node, T> reader)
      throws IOException, ConfigException {
    return parse(file, bytes(file), reader);
  }

  /** The same for a file that was read before. */
  public static <T> T parse(Path file, byte[] content, Function<Node, T> reader)
      throws ConfigException {
    ProblemList problems = new ProblemList();
    Path directory = file.toAbsolutePath().getParent();
    String shortName = String.valueOf(file.getFileName());
    return parse(
        new Source(file.toString(), shortName, directory, problems), problems, content, reader);
  }

  /** The same for content that is no file; {@code name} stands for it in messages. */
  public static <T> T parse(String name, byte[] content, Function<Node, T> reader)
      throws ConfigException {
    ProblemList problems = new ProblemList();
    return parse(new Source(name, name, null, problems), problems, content, reader);
  }

  /**
   * The content of a YAML file, and one byte too many if it is too large to be parsed.
   *
   * @throws ConfigException if it is a directory, a pipe or the like
   */
  public static byte[] bytes(Path file) throws IOException, ConfigException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      String kind = Files.isDirectory(file) ? "a directory" : "no regular file";
      throw new ConfigException(
          List.of(new Problem(file.toString(), 0, 0, "is " + kind + "; name a YAML file")));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw located(new NoSuchFileException(file.toString(), null, "no such file"), e);
    } catch (AccessDeniedException e) {
      throw located(
          new AccessDeniedException(
              file.toString(),
              null,
              "permission denied for user " + System.getProperty("user.name")),
          e);
    }
  }

  private static IOException located(IOException better, IOException cause) {
    better.initCause(cause);
    return better;
  }

  private static <T> T parse(
      Source source, ProblemList problems, byte[] content, Function<Node, T> reader)
      throws ConfigException {
    YamlValue root = YamlReader.read(source, YamlText.decode(source, content));
    T value = reader.apply(new Node(source, root, ""));
    problems.throwIfAny();
    return value;
  }
}
