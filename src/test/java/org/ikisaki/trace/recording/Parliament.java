package org.ikisaki.trace.recording;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.recording.Recording.Router;
import org.ikisaki.trace.recording.World.City;
import org.jspecify.annotations.Nullable;

/** A visit of a parliament's page from Oslo: what it loads, and traces to each of those hosts. */
final class Parliament {
  private final World world = World.load(200);
  private final Recording recording;
  private final JsonArray entries = new JsonArray();

  private Parliament(Recording recording) {
    this.recording = recording;
  }

  /** Writes {@code page.har}, {@code traces.txt}, databases and a configuration. */
  static void write(Path directory) throws IOException {
    World world = World.load(200);
    try (Recording recording = new Recording(directory, world.city("oslo", "NO").location())) {
      Parliament page = new Parliament(recording);
      page.load("www.parliament.example", "parliament", "oslo NO", "");
      page.load("webtv.parliament.example", "videohouse", "stockholm SE", "stockholm SE");
      page.load("static.cdn.example", "cdn", "copenhagen DK", "stockholm SE,copenhagen DK");
      page.load(
          "fonts.search.example",
          "searchgiant",
          "frankfurtammain DE",
          "stockholm SE,copenhagen DK,hamburg DE,frankfurtammain DE");
      page.load(
          "stats.search.example",
          "searchgiant",
          "dublin IE",
          "stockholm SE,copenhagen DK,amsterdam NL,london GB,dublin IE");
      page.load(
          "widgets.social.example",
          "socialnet",
          "ashburn US",
          "stockholm SE,copenhagen DK,hamburg DE,amsterdam NL,london GB,newyorkcity US,ashburn US");
      page.load(
          "track.adverts.example",
          "adverts",
          "sanjose US",
          "stockholm SE,london GB,newyorkcity US,chicago US,sanjose US");
      page.load(
          "consent.banner.example",
          "banner",
          "amsterdam NL",
          "copenhagen DK,hamburg DE,amsterdam NL");
      page.load("meter.visits.example", "visits", "london GB", "?,copenhagen DK,?,london GB");
      JsonObject log = new JsonObject();
      log.addProperty("version", "1.2");
      log.add("entries", page.entries);
      JsonObject har = new JsonObject();
      har.add("log", log);
      Files.writeString(directory.resolve("page.har"), new Gson().toJson(har));
    }
  }

  /** One host, two addresses; {@code ?} is a hop that keeps silent. */
  private void load(String host, String operator, String place, String way) {
    JsonObject request = new JsonObject();
    request.addProperty("method", "GET");
    request.addProperty("url", "https://" + host + "/");
    JsonObject entry = new JsonObject();
    entry.add("request", request);
    entries.add(entry);
    for (int address = 1; address <= 2; address++) {
      List<@Nullable Router> routers = new ArrayList<>();
      routers.add(recording.router(city("oslo NO"), "storting-isp", address, true));
      routers.add(recording.router(city("oslo NO"), "carrier-nordic", 1, true));
      int hop = 0;
      for (String stop : way.isEmpty() ? new String[0] : way.split(",", -1)) {
        String carrier = ++hop < 4 ? "carrier-nordic" : "carrier-atlantic";
        routers.add(
            stop.equals("?") ? null : recording.router(city(stop), carrier, address, hop != 3));
      }
      routers.add(recording.host(city(place), operator, null));
      recording.trace(host, routers);
    }
  }

  private City city(String text) {
    int space = text.indexOf(' ');
    String plain = text.substring(0, space);
    // Too small for the list, where much meets.
    return plain.equals("ashburn")
        ? new City(plain, new Location(39.04, -77.49, "Ashburn", "US"))
        : world.city(plain, text.substring(space + 1));
  }
}
