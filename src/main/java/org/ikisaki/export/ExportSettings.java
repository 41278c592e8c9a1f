package org.ikisaki.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import org.ikisaki.config.Node;
import org.jspecify.annotations.Nullable;

/** The servers to export to. */
public record ExportSettings(List<Target> targets) {
  public static final ExportSettings DEFAULTS = new ExportSettings(List.of());

  public ExportSettings {
    targets = List.copyOf(targets);
  }

  /** Reads the list under {@code export}; what is wrong is reported there, and left out. */
  public static ExportSettings from(Node node) {
    List<Target> targets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Node element : node.elements()) {
      Target target = target(element);
      if (target == null) {
        continue;
      }
      if (names.add(target.name())) {
        targets.add(target);
      } else {
        element.problem(
            "a second export called "
                + target.name()
                + ": how far each has come is kept by name, so give one of them another name");
      }
    }
    return new ExportSettings(targets);
  }

  private static @Nullable Target target(Node node) {
    Node kind = node.get("kind");
    if (!kind.isPresent()) {
      node.problem("kind is missing: write for instance kind: influxdb1; the kinds are " + kinds());
      return null;
    }
    Optional<Kind> known = Kind.of(kind.string(""));
    if (known.isEmpty()) {
      kind.problem("unknown kind " + kind.string("") + ": the kinds are " + kinds());
      return null;
    }
    return switch (known.get()) {
      case INFLUXDB1 -> influx1(node);
      case INFLUXDB2 -> influx2(node);
      case INFLUXDB3 -> influx3(node);
      case VICTORIAMETRICS -> victoriaMetrics(node);
    };
  }

  private static String kinds() {
    return Arrays.stream(Kind.values()).map(Kind::label).collect(Collectors.joining(", "));
  }

  private static @Nullable Target influx1(Node node) {
    node.allowOnly(
        "kind",
        "name",
        "url",
        "rate",
        "keep",
        "database",
        "retention-policy",
        "username",
        "password",
        "password-file");
    HttpUrl url = url(node);
    String database = required(node, "database", "the name of the database to write to");
    Secret password = password(node);
    Terms terms = Terms.from(node);
    if (url == null || database.isEmpty()) {
      return null;
    }
    return new Target.Influx1(
        name(node, Kind.INFLUXDB1, url),
        url,
        database,
        node.get("retention-policy").string(""),
        node.get("username").string(""),
        password,
        terms);
  }

  private static @Nullable Target influx2(Node node) {
    node.allowOnly("kind", "name", "url", "rate", "keep", "org", "bucket", "token", "token-file");
    HttpUrl url = url(node);
    String bucket = required(node, "bucket", "the name of the bucket to write to");
    Secret token = SecretSetting.read(node, "token");
    Terms terms = Terms.from(node);
    if (!isToken(node, token) || url == null || bucket.isEmpty()) {
      return null;
    }
    return new Target.Influx2(
        name(node, Kind.INFLUXDB2, url), url, node.get("org").string(""), bucket, token, terms);
  }

  private static @Nullable Target influx3(Node node) {
    node.allowOnly("kind", "name", "url", "rate", "keep", "database", "token", "token-file");
    HttpUrl url = url(node);
    String database = required(node, "database", "the name of the database to write to");
    Secret token = SecretSetting.read(node, "token");
    if (node.get("keep").isMapping()) {
      node.get("keep").problem("InfluxDB 3 keeps all of a database for one time: write keep: 60d");
      return null;
    }
    Terms terms = Terms.from(node);
    if (!isToken(node, token) || url == null || database.isEmpty()) {
      return null;
    }
    return new Target.Influx3(name(node, Kind.INFLUXDB3, url), url, database, token, terms);
  }

  private static @Nullable Target victoriaMetrics(Node node) {
    node.allowOnly(
        "kind",
        "name",
        "url",
        "rate",
        "username",
        "password",
        "password-file",
        "token",
        "token-file");
    HttpUrl url = url(node);
    Secret password = password(node);
    Secret token = SecretSetting.read(node, "token");
    String username = node.get("username").string("");
    if (token != null && !username.isEmpty()) {
      node.problem("there is a username and a token: keep one of them");
    }
    Terms terms = Terms.from(node);
    if (!isToken(node, token) || url == null) {
      return null;
    }
    return new Target.VictoriaMetrics(
        name(node, Kind.VICTORIAMETRICS, url), url, username, password, token, terms);
  }

  private static @Nullable Secret password(Node node) {
    Secret password = SecretSetting.read(node, "password");
    if (password != null && node.get("username").string("").isEmpty()) {
      node.problem("there is a password but no username");
    }
    return password;
  }

  private static boolean isToken(Node node, @Nullable Secret token) {
    boolean isToken = token == null || token.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f);
    if (!isToken) {
      node.problem("the token holds a space, a line end or a letter that no token has");
    }
    return isToken;
  }

  private static String name(Node node, Kind kind, HttpUrl url) {
    return node.get("name").string(kind.label() + "@" + url.host());
  }

  private static String required(Node node, String key, String what) {
    String value = node.get(key).string("");
    if (value.isEmpty()) {
      node.problem(key + " is missing: it is " + what);
    }
    return value;
  }

  /** Never repeats the value: people put passwords into URLs. */
  private static @Nullable HttpUrl url(Node node) {
    Node value = node.get("url");
    if (!value.isPresent()) {
      node.problem("url is missing: write for instance url: http://127.0.0.1:8086");
      return null;
    }
    HttpUrl url = HttpUrl.parse(value.string(""));
    if (url == null) {
      value.problem("no URL of a server: write for instance http://127.0.0.1:8086");
      return null;
    }
    if (!url.username().isEmpty() || !url.password().isEmpty()) {
      value.problem("holds a user or password: write them under username and password-file");
      return null;
    }
    if (url.query() != null || url.fragment() != null) {
      value.problem("ends in a query: write the server's address alone, http://HOST:8086");
      return null;
    }
    return url;
  }
}
