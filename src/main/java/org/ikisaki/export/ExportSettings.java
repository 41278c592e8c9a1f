package org.ikisaki.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
      node.problem("kind is missing: write kind: influxdb1 or kind: influxdb2");
      return null;
    }
    return switch (kind.string("")) {
      case "influxdb1" -> influx1(node);
      case "influxdb2" -> influx2(node);
      default -> {
        kind.problem("unknown kind " + kind.string("") + ": the kinds are influxdb1 and influxdb2");
        yield null;
      }
    };
  }

  private static @Nullable Target influx1(Node node) {
    node.allowOnly(
        "kind",
        "name",
        "url",
        "database",
        "retention-policy",
        "username",
        "password",
        "password-file");
    HttpUrl url = url(node);
    String database = required(node, "database", "the name of the database to write to");
    Secret password = SecretSetting.read(node, "password");
    String username = node.get("username").string("");
    if (password != null && username.isEmpty()) {
      node.problem("there is a password but no username");
    }
    if (url == null || database.isEmpty()) {
      return null;
    }
    return new Target.Influx1(
        name(node, "influxdb1", url),
        url,
        database,
        node.get("retention-policy").string(""),
        username,
        password);
  }

  private static @Nullable Target influx2(Node node) {
    node.allowOnly("kind", "name", "url", "org", "bucket", "token", "token-file");
    HttpUrl url = url(node);
    String bucket = required(node, "bucket", "the name of the bucket to write to");
    Secret token = SecretSetting.read(node, "token");
    if (token != null && !token.reveal().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      node.problem("the token holds a space, a line end or a letter that no token has");
      return null;
    }
    if (url == null || bucket.isEmpty()) {
      return null;
    }
    return new Target.Influx2(
        name(node, "influxdb2", url), url, node.get("org").string(""), bucket, token);
  }

  private static String name(Node node, String kind, HttpUrl url) {
    return node.get("name").string(kind + "@" + url.host());
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
