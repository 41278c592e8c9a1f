package org.ikisaki.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.YamlFile;
import org.ikisaki.store.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportSettingsTest {
  @Test
  void withoutExportsThereAreNoTargets() throws ConfigException {
    assertThat(parse("export: []")).isEqualTo(ExportSettings.DEFAULTS);
    assertThat(parse("sensor: home")).isEqualTo(ExportSettings.DEFAULTS);
  }

  @Test
  void readsAnInfluxDb1() throws ConfigException {
    Target target =
        only(
            """
            export:
              - kind: influxdb1
                url: http://192.0.2.7:8086
                database: ikisaki
                retention-policy: raw
                username: monitor
                password: hunter2
            """);

    assertThat(target).isInstanceOf(Target.Influx1.class);
    Target.Influx1 influx1 = (Target.Influx1) target;
    assertThat(influx1.name()).isEqualTo("influxdb1@192.0.2.7");
    assertThat(influx1.url()).hasToString("http://192.0.2.7:8086/");
    assertThat(influx1.database()).isEqualTo("ikisaki");
    assertThat(influx1.retentionPolicy()).isEqualTo("raw");
    assertThat(influx1.username()).isEqualTo("monitor");
    assertThat(influx1.password()).isNotNull().extracting(Secret::reveal).isEqualTo("hunter2");
  }

  @Test
  void readsTheOtherKindsWithTheirTerms() throws ConfigException {
    Target.Influx3 influx3 =
        (Target.Influx3)
            only(
                """
                export:
                  - kind: influxdb3
                    url: http://192.0.2.7:8181
                    database: ikisaki
                    keep: 60d
                    rate: 500
                    token: abc
                """);
    assertThat(influx3.terms().pointsPerSecond()).isEqualTo(500);
    assertThat(influx3.terms().kept(Level.HOUR)).isEqualTo(Duration.ofDays(60));
    assertThat(influx3.terms().hasOwnPlace(Level.HOUR)).isFalse();

    Target.VictoriaMetrics victoria =
        (Target.VictoriaMetrics)
            only("export: [{kind: victoriametrics, url: 'http://192.0.2.7:8428'}]");
    assertThat(victoria.name()).isEqualTo("victoriametrics@192.0.2.7");
    assertThat(victoria.terms()).isEqualTo(Terms.DEFAULTS);

    Target influx1 =
        only(
            """
            export:
              - kind: influxdb1
                url: http://192.0.2.7:8086
                database: ikisaki
                keep: {10s: 60d, 1h: forever}
            """);
    assertThat(influx1.terms().kept(Level.TEN_SECONDS)).isEqualTo(Duration.ofDays(60));
    assertThat(influx1.terms().kept(Level.MINUTE)).isEqualTo(Duration.ofDays(60));
    assertThat(influx1.terms().kept(Level.HOUR)).isNull();
    assertThat(influx1.terms().hasOwnPlace(Level.MINUTE)).isFalse();
    assertThat(influx1.terms().hasOwnPlace(Level.HOUR)).isTrue();
  }

  @Test
  void readsAnInfluxDb2WithItsTokenInAFile(@TempDir Path directory)
      throws IOException, ConfigException {
    Files.writeString(directory.resolve("token"), "abc-123==\n");
    Path file = directory.resolve("ikisaki.yaml");
    Files.writeString(
        file,
        """
        export:
          - name: attic
            kind: influxdb2
            url: https://influx.example.org/db
            org: home
            bucket: ikisaki
            token-file: token
        """);

    ExportSettings settings = YamlFile.read(file, root -> ExportSettings.from(root.get("export")));

    Target.Influx2 target = (Target.Influx2) settings.targets().get(0);
    assertThat(target.name()).isEqualTo("attic");
    assertThat(target.url()).hasToString("https://influx.example.org/db");
    assertThat(target.org()).isEqualTo("home");
    assertThat(target.bucket()).isEqualTo("ikisaki");
    assertThat(target.token()).isNotNull().extracting(Secret::reveal).isEqualTo("abc-123==");
  }

  @Test
  void secretsAreNotPrinted() throws ConfigException {
    ExportSettings settings =
        parse(
            """
            export:
              - {kind: influxdb1, url: "http://127.0.0.1:8086", database: d, username: u, password: hunter2}
              - {kind: influxdb2, url: "http://127.0.0.1:8086", bucket: b, token: hunter2}
            """);

    assertThat(settings.toString()).contains("(secret)").doesNotContain("hunter2");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {url: "http://h:1", database: d}                                      | kind is missing
          {kind: influxdb9, url: "http://h:1"}                                  | unknown kind influxdb9
          {kind: influxdb1, database: d}                                        | url is missing
          {kind: influxdb1, url: "h:8086", database: d}                         | no URL of a server
          {kind: influxdb1, url: "ftp://h", database: d}                        | no URL of a server
          {kind: influxdb1, url: "http://u:hunter2@h", database: d}             | under username and password-file
          {kind: influxdb1, url: "http://h/?db=x", database: d}                 | ends in a query
          {kind: influxdb1, url: "http://h:1"}                                  | database is missing
          {kind: influxdb1, url: "http://h:1", database: d, password: hunter2}  | a password but no username
          {kind: influxdb1, url: "http://h:1", database: d, bucket: b}          | bucket
          {kind: influxdb2, url: "http://h:1"}                                  | bucket is missing
          {kind: influxdb2, url: "http://h:1", bucket: b, database: d}          | database
          {kind: influxdb2, url: "http://h:1", bucket: b, token: "hunt\\ner2"}  | the token holds a space
          {kind: influxdb2, url: "http://h:1", bucket: b, token-file: /no/such} | /no/such can't be read
          {kind: influxdb3, url: "http://h:1", database: d, keep: {10s: 1d}}    | keeps all of a database for one time
          {kind: influxdb3, url: "http://h:1"}                                  | database is missing
          {kind: victoriametrics, url: "http://h:1", keep: 60d}                 | keep
          {kind: victoriametrics, url: "http://h:1", username: u, token: t}     | a username and a token
          {kind: influxdb1, url: "http://h:1", database: d, keep: {5m: 1d}}     | 5m
          {kind: influxdb1, url: "http://h:1", database: d, rate: 1}            | rate
          """)
  void aMistakeIsReportedWhereItStands(String target, String message) {
    ConfigException e =
        catchThrowableOfType(ConfigException.class, () -> parse("export:\n  - " + target));

    assertThat(e).hasMessageContaining(message).hasMessageContaining("test.yaml:2:");
    assertThat(e).message().doesNotContain("hunter2");
  }

  @Test
  void anEmptySecretFileIsAMistake(@TempDir Path directory) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "\n");

    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                parse(
                    "export: [{kind: influxdb2, url: 'http://h:1', bucket: b, token-file: %s}]"
                        .formatted(token)));

    assertThat(e).hasMessageContaining("is empty");
  }

  @Test
  void aSecretIsGivenOnce(@TempDir Path directory) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "abc");

    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                parse(
                    "export: [{kind: influxdb2, url: 'http://h:1', bucket: b, token: x, token-file: %s}]"
                        .formatted(token)));

    assertThat(e).hasMessageContaining("both token and token-file are set");
  }

  @Test
  void twoOfOneNameAreAMistake() {
    ConfigException e =
        catchThrowableOfType(
            ConfigException.class,
            () ->
                parse(
                    """
                    export:
                      - {kind: influxdb1, url: "http://h:1", database: a}
                      - {kind: influxdb1, url: "http://h:2", database: b}
                    """));

    assertThat(e)
        .hasMessageContaining("test.yaml:3:")
        .hasMessageContaining("a second export called influxdb1@h");
  }

  private static Target only(String yaml) throws ConfigException {
    List<Target> targets = parse(yaml).targets();
    assertThat(targets).hasSize(1);
    return targets.get(0);
  }

  private static ExportSettings parse(String yaml) throws ConfigException {
    return YamlFile.parse(
        "test.yaml", yaml.getBytes(UTF_8), root -> ExportSettings.from(root.get("export")));
  }
}
