package org.ikisaki.trace.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ikisaki.trace.TraceBuilder.NEW_YORK;
import static org.ikisaki.trace.TraceBuilder.OSLO;
import static org.ikisaki.trace.TraceBuilder.SAN_JOSE;
import static org.ikisaki.trace.TraceBuilder.STOCKHOLM;
import static org.ikisaki.trace.TraceBuilder.TOKYO;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.ikisaki.testing.Chromium;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.PlacedTrace;
import org.ikisaki.trace.TraceBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page with the map, in a real browser, by what is seen of it. */
@Timeout(120)
class MapPageBrowserTest {
  private static final Location CAPE_TOWN = new Location(-33.93, 18.42, "Cape Town", "ZA");

  /** The ways of the first, the second and the third trace alone. */
  private static final Way FIRST = new Way(NEW_YORK, SAN_JOSE);

  private static final Way SECOND = new Way(SAN_JOSE, TOKYO);
  private static final Way THIRD = new Way(OSLO, CAPE_TOWN);
  private static final Way SHARED = new Way(OSLO, STOCKHOLM);

  /** A dash and a gap of ways that are not sure, pixels. */
  private static final int NEAR = 9;

  private static Chromium browser;
  @TempDir private static Path directory;

  private record Way(Location from, Location to) {
    Location middle() {
      List<GreatCircle.Coordinate> longest =
          GreatCircle.between(from, to).stream()
              .max(Comparator.comparing(List::size))
              .orElseThrow();
      GreatCircle.Coordinate middle = longest.get(longest.size() / 2);
      return new Location(middle.latitude(), middle.longitude(), "", "ZZ");
    }
  }

  @BeforeAll
  static void start() throws Exception {
    browser = new Chromium(directory, 1800, 1000);
    browser.goOffline();
  }

  @AfterAll
  static void stop() {
    browser.close();
  }

  @BeforeEach
  void openSamples() throws Exception {
    List<PlacedTrace> traces = new ArrayList<>(Samples.traces().subList(0, 2));
    traces.add(
        TraceBuilder.to("www.example.net", "203.0.113.99")
            .from(OSLO)
            .hop("198.51.100.50", null, 64501, CAPE_TOWN, 180)
            .targetIn(CAPE_TOWN)
            .build());
    open(traces);
  }

  private static void open(List<PlacedTrace> traces) throws Exception {
    Path page = directory.resolve("map.html");
    try (OutputStream out = Files.newOutputStream(page)) {
      Renderings.write(Format.HTML, traces, out);
    }
    browser.open(page);
    browser.click("#reset");
  }

  @Test
  void asksForNothingAndComplainsOfNothing() {
    browser.look();

    assertThat(browser.requests())
        .containsExactly(directory.resolve("map.html").toUri().toString());
    assertThat(browser.console()).isEmpty();
    assertThat(browser.evaluate("document.getElementById('summary').textContent"))
        .contains("3 traces");
  }

  @Test
  void waysAreDrawnAlongGreatCircles() {
    assertThat(drawn()).containsExactly(SHARED, FIRST, SECOND, THIRD);
    // The straight line between both on this map, far off the great circle.
    assertThat(isDrawn(new Location(36.5, -160, "", "ZZ"), browser.look())).isFalse();
  }

  @Test
  void aCountryLeavesTheOthersOut() {
    choose("JP");
    assertThat(shown()).isEqualTo("1 of 1 traces");
    assertThat(drawn()).containsExactly(SHARED, SECOND);

    choose("US");
    assertThat(drawn()).containsExactly(SHARED, FIRST);

    choose("");
    assertThat(shown()).isEqualTo("3 of 3 traces");
    assertThat(drawn()).containsExactly(SHARED, FIRST, SECOND, THIRD);
  }

  @Test
  void aClickOnAPlaceTellsItsRoutersAndWhy() {
    click(STOCKHOLM);

    assertThat(details("h2")).isEqualTo("Stockholm, SE");
    assertThat(details("li"))
        .contains("core1.sto.example.net (198.51.100.2)")
        .contains("AS64496 Example 64496 · 9.3 ms")
        .contains("`Stockholm` in the name");

    click(TOKYO);
    assertThat(details("h2")).isEqualTo("Tokyo, JP");
  }

  @Test
  void stepsFollowTheOrderOfTheTraces() {
    step(1);
    assertThat(drawn()).containsExactly(SHARED, FIRST);
    assertThat(isThere(FIRST.middle(), browser.look(), MapPageBrowserTest::isOrange)).isTrue();
    step(2);
    assertThat(drawn()).containsExactly(SHARED, FIRST, SECOND);
    assertThat(isThere(FIRST.middle(), browser.look(), MapPageBrowserTest::isOrange)).isFalse();
    assertThat(isThere(SECOND.middle(), browser.look(), MapPageBrowserTest::isOrange)).isTrue();
    step(3);
    assertThat(drawn()).containsExactly(SHARED, FIRST, SECOND, THIRD);
  }

  @Test
  void playShowsOneAfterTheOther() {
    browser.evaluate(
        """
        window.seen = [];
        new MutationObserver(() => window.seen.push(document.getElementById('shown').textContent))
          .observe(document.getElementById('shown'), {childList: true});""");

    browser.click("#play");

    await()
        .until(
            () -> browser.evaluate("document.getElementById('play').textContent"), "Play"::equals);
    assertThat(
            Arrays.stream(browser.evaluate("window.seen.join()").split(",", -1))
                .distinct()
                .toList())
        .containsExactly("0 of 3 traces", "1 of 3 traces", "2 of 3 traces", "3 of 3 traces");
    assertThat(browser.console()).isEmpty();
  }

  @Test
  void thePageBeginsWithThePartThatMatters() throws Exception {
    open(
        List.of(
            TraceBuilder.to("203.0.113.80", "203.0.113.80")
                .from(OSLO)
                .hop("198.51.100.1", null, 64496, CAPE_TOWN, 180)
                .build()));
    int world = heightOfBlue();

    browser.evaluate("window.dispatchEvent(new Event('resize'))");

    assertThat(heightOfBlue()).isBetween(world * 5 / 4, 1000);
  }

  private static int heightOfBlue() {
    BufferedImage image = browser.look();
    int[] rows =
        IntStream.range(60, image.getHeight())
            .filter(y -> IntStream.range(100, 1400).anyMatch(x -> isBlue(image.getRGB(x, y))))
            .toArray();
    assertThat(rows).isNotEmpty();
    return rows[rows.length - 1] - rows[0];
  }

  @Test
  void namesOfOthersAreTextOnly() throws Exception {
    String script = "<script>window.hacked = 1</script>";
    String image = "<img src=x onerror='window.hacked = 1'>";
    Location town = new Location(48.0, 2.0, "<i onclick='hacked = 1'>Town</i>", "FR");
    open(
        List.of(
            TraceBuilder.to(script, "203.0.113.80")
                .from(OSLO)
                .hop("198.51.100.9", Samples.HOSTILE, 64496, town, 20)
                .hop("198.51.100.10", image, 64496, town, 20)
                .hop("203.0.113.80", script, 64496, town, 20)
                .behindNat()
                .build()));

    click(town);

    assertThat(details("h2")).isEqualTo(town.city() + ", FR");
    assertThat(browser.evaluate("document.querySelector('#details').textContent"))
        .contains(image, script, "onclick=\"x\"", "behind a NAT");
    assertThat(browser.evaluate("document.querySelectorAll('b, i, img, [onclick], [src]').length"))
        .isEqualTo("0");
    assertThat(browser.evaluate("document.scripts.length")).isEqualTo("2");
    assertThat(browser.evaluate("String(window.hacked)")).isEqualTo("undefined");
    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests()).hasSize(1);
  }

  private static void choose(String country) {
    browser.evaluate(
        """
        (() => { const select = document.getElementById('country'); select.value = '%s';
        select.dispatchEvent(new Event('change')); })()"""
            .formatted(country));
  }

  private static void step(int traces) {
    browser.evaluate(
        """
        (() => { const slider = document.getElementById('position'); slider.value = '%d';
        slider.dispatchEvent(new Event('input')); })()"""
            .formatted(traces));
  }

  private static String shown() {
    return browser.evaluate("document.getElementById('shown').textContent");
  }

  private static String details(String tag) {
    return browser.evaluate("document.querySelector('#details " + tag + "').textContent");
  }

  private static void click(Location place) {
    Projection.Point point = onScreen(place);
    browser.click(point.x(), point.y());
  }

  private static List<Way> drawn() {
    BufferedImage image = browser.look();
    return List.of(SHARED, FIRST, SECOND, THIRD).stream()
        .filter(way -> isDrawn(way.middle(), image))
        .toList();
  }

  private static boolean isDrawn(Location at, BufferedImage image) {
    return isThere(at, image, rgb -> isBlue(rgb) || isOrange(rgb));
  }

  private static boolean isBlue(int rgb) {
    Color colour = new Color(rgb);
    return colour.getBlue() - colour.getRed() > 40;
  }

  private static boolean isOrange(int rgb) {
    Color colour = new Color(rgb);
    return colour.getRed() - colour.getBlue() > 100;
  }

  private static boolean isThere(Location at, BufferedImage image, IntPredicate colour) {
    Projection.Point point = onScreen(at);
    for (int x = -NEAR; x <= NEAR; x++) {
      for (int y = -NEAR; y <= NEAR; y++) {
        if (colour.test(image.getRGB((int) point.x() + x, (int) point.y() + y))) {
          return true;
        }
      }
    }
    return false;
  }

  /** As the page fits the world into its canvas. */
  private static Projection.Point onScreen(Location place) {
    double[] box =
        Arrays.stream(
                browser
                    .evaluate(
                        """
                        (() => { const b = document.getElementById('map').getBoundingClientRect();
                        return [b.x, b.y, b.width, b.height].join(' '); })()""")
                    .split(" ", -1))
            .mapToDouble(Double::parseDouble)
            .toArray();
    double width = Math.min(box[2], box[3] / new Projection(1).height()) * 0.96;
    Projection projection = new Projection(width);
    Projection.Point point = projection.point(place.latitude(), place.longitude());
    return new Projection.Point(
        box[0] + (box[2] - width) / 2 + point.x(),
        box[1] + (box[3] - projection.height()) / 2 + point.y());
  }
}
