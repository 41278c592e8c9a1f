package org.ikisaki.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.Node;
import org.ikisaki.config.YamlFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What of a dashboard can be checked without Grafana and without a database. */
class DashboardTest {
  private static final int COLUMNS = 24;
  private static final String DATASOURCE = "${datasource}";

  /** Angular panels, which Grafana has dropped, are not among them. */
  private static final Set<String> PANEL_TYPES =
      Set.of("row", "stat", "timeseries", "bargauge", "table");

  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)|(\\w+))");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern MEASUREMENT = Pattern.compile("FROM \"(\\w+)\"");

  /** Not in InfluxDB 3, or not in 2. */
  private static final Pattern UNPORTABLE =
      Pattern.compile(
          "(?i)\\b(integral|sample|slimit|soffset|show\\s+series|show\\s+databases"
              + "|cardinality|holt_winters\\w*|\\binto|delete|create|drop)\\b");

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  static Stream<Dashboard.Query> queries() {
    return dashboards().stream().flatMap(d -> d.queries().stream());
  }

  @Test
  void dashboardsHaveFixedUidsOfTheirOwn() {
    assertThat(dashboards()).isNotEmpty();
    assertThat(dashboards()).extracting(d -> d.text("uid")).doesNotHaveDuplicates();
    assertThat(dashboards()).extracting(d -> d.text("uid")).allMatch(u -> u.startsWith("ikisaki-"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void aDashboardIsClassicAndLoadsFromAFile(Dashboard dashboard) {
    JsonObject json = dashboard.json();

    assertThat(json.get("schemaVersion").getAsInt()).isEqualTo(42);
    assertThat(json.keySet()).doesNotContain("id", "__inputs", "__requires");
    assertThat(json.toString()).doesNotContain("${DS_");
    assertThat(json.getAsJsonArray("tags").asList())
        .extracting(JsonElement::getAsString)
        .contains("ikisaki");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsHaveIdsTypesTitlesAndUnits(Dashboard dashboard) {
    List<JsonObject> panels = dashboard.panels();

    assertThat(panels).extracting(p -> p.get("id").getAsInt()).doesNotHaveDuplicates();
    assertThat(panels).extracting(p -> p.get("type").getAsString()).isSubsetOf(PANEL_TYPES);
    assertThat(panels).extracting(p -> p.get("title").getAsString()).doesNotContain("");
    for (JsonObject panel : panels) {
      if (!panel.get("type").getAsString().equals("row")) {
        JsonObject defaults = panel.getAsJsonObject("fieldConfig").getAsJsonObject("defaults");
        assertThat(defaults.has("unit")).as("unit of %s", panel.get("title")).isTrue();
        assertThat(panel.get("description").getAsString()).isNotBlank();
        assertThat(Dashboard.targets(panel)).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsDoNotOverlap(Dashboard dashboard) {
    Set<Integer> taken = new HashSet<>();
    for (JsonObject panel : dashboard.panels()) {
      JsonObject pos = panel.getAsJsonObject("gridPos");
      int x = pos.get("x").getAsInt();
      int y = pos.get("y").getAsInt();
      assertThat(x + pos.get("w").getAsInt()).isLessThanOrEqualTo(COLUMNS);
      for (int row = y; row < y + pos.get("h").getAsInt(); row++) {
        for (int column = x; column < x + pos.get("w").getAsInt(); column++) {
          assertThat(taken.add(row * COLUMNS + column)).as("%s", panel.get("title")).isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyDatasourceIsTheVariable(Dashboard dashboard) {
    Stream<JsonObject> users =
        Stream.of(
                dashboard.panels().stream().filter(p -> !p.get("type").getAsString().equals("row")),
                dashboard.panels().stream().flatMap(p -> Dashboard.targets(p).stream()),
                dashboard.variables().stream()
                    .filter(v -> v.get("type").getAsString().equals("query")))
            .flatMap(s -> s);

    assertThat(users)
        .allSatisfy(
            user -> {
              JsonObject datasource = user.getAsJsonObject("datasource");
              assertThat(datasource.get("type").getAsString()).isEqualTo("influxdb");
              assertThat(datasource.get("uid").getAsString()).isEqualTo(DATASOURCE);
            });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyVariableThatIsUsedIsDefined(Dashboard dashboard) {
    Set<String> defined =
        dashboard.variables().stream()
            .map(v -> v.get("name").getAsString())
            .collect(Collectors.toSet());
    Set<String> builtIn =
        Set.of(
            "__interval",
            "__interval_ms",
            "timeFilter",
            "tag_service",
            "tag_device",
            "tag_rcode",
            "tag_target",
            "tag_ttl",
            "tag_router",
            "__all");

    Matcher matcher = VARIABLE.matcher(dashboard.json().toString());
    while (matcher.find()) {
      String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      assertThat(defined.contains(name) || builtIn.contains(name)).as("$%s", name).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aQueryNamesOnlyWhatIsWritten(Dashboard.Query query) {
    Matcher from = MEASUREMENT.matcher(query.text());
    assertThat(from.find()).isTrue();
    Measurement measurement =
        Arrays.stream(Measurement.values())
            .filter(m -> m.label().equals(from.group(1)))
            .findFirst()
            .orElseThrow(() -> new AssertionError("nobody writes " + from.group(1)));
    Set<String> known = new HashSet<>(Set.of(measurement.label(), Measurement.SENSOR));
    known.addAll(measurement.tags());
    known.addAll(measurement.fields());

    String withoutAliases = query.text().replaceAll("AS \"\\w+\"", "");
    assertThat(QUOTED.matcher(withoutAliases).results().map(r -> r.group(1)))
        .isNotEmpty()
        .isSubsetOf(known);
  }

  @ParameterizedTest
  @MethodSource("queries")
  void aQueryKeepsToWhatAllVersionsOfInfluxDbHave(Dashboard.Query query) {
    assertThat(UNPORTABLE.matcher(query.text()).find()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void theProvisionedDatasourceIsTheDefault(Dashboard dashboard)
      throws IOException, ConfigException {
    String uid = provisioned("datasources", "datasources", n -> n.get("uid").string(""));

    assertThat(dashboard.variables().get(0).getAsJsonObject("current").get("value").getAsString())
        .isEqualTo(uid);
  }

  @Test
  void provisioningLoadsInfluxQlAndTheDashboardsDirectory() throws IOException, ConfigException {
    assertThat(provisioned("datasources", "datasources", n -> n.get("type").string("")))
        .isEqualTo("influxdb");
    assertThat(
            provisioned(
                "datasources", "datasources", n -> n.get("jsonData").get("version").string("")))
        .isEqualTo("InfluxQL");
    assertThat(provisioned("dashboards", "providers", n -> n.get("type").string("")))
        .isEqualTo("file");
    assertThat(provisioned("dashboards", "providers", n -> n.get("options").get("path").string("")))
        .isEqualTo("/var/lib/grafana/dashboards/ikisaki");
  }

  @Test
  void theVariantsOfTheDatasourceAreReadyToBeUncommented() throws IOException, ConfigException {
    Path file = Dashboard.DIRECTORY.resolve("provisioning/datasources/ikisaki.yaml");
    String uncommented =
        Files.readAllLines(file).stream()
            .map(line -> line.replaceFirst("^( +)# (?=- |  |user:|secureJsonData:)", "$1"))
            .collect(Collectors.joining("\n"));

    List<String> variants =
        YamlFile.parse(
            "ikisaki.yaml",
            uncommented.getBytes(UTF_8),
            root ->
                root.get("datasources").elements().stream()
                    .map(
                        n ->
                            String.join(
                                " ",
                                n.get("uid").string(""),
                                n.get("type").string(""),
                                n.get("jsonData").get("version").string(""),
                                n.get("jsonData").get("httpHeaderName1").string("-"),
                                String.join(",", n.get("secureJsonData").entries().keySet())))
                    .toList());

    assertThat(variants)
        .containsExactly(
            "ikisaki influxdb InfluxQL - password",
            "ikisaki influxdb InfluxQL Authorization httpHeaderValue1",
            "ikisaki influxdb InfluxQL Authorization httpHeaderValue1");
  }

  private static String provisioned(String directory, String list, Function<Node, String> value)
      throws IOException, ConfigException {
    Path file =
        Dashboard.DIRECTORY.resolve("provisioning").resolve(directory).resolve("ikisaki.yaml");
    return YamlFile.read(
        file,
        root -> {
          assertThat(root.get("apiVersion").integer(0, 0, 9)).isEqualTo(1);
          List<Node> entries = root.get(list).elements();
          assertThat(entries).hasSize(1);
          return value.apply(entries.get(0));
        });
  }
}
