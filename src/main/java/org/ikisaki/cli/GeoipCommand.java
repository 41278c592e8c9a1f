package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.daemon.Settings;
import org.ikisaki.geo.DatabaseKind;
import org.ikisaki.geo.Place;
import org.ikisaki.geo.Places;
import org.ikisaki.geo.Updater;
import org.ikisaki.wire.IpAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The databases of places. */
@Command(
    name = "geoip",
    description = "Fetches, shows and asks the databases of AS and country.",
    subcommands = {GeoipCommand.Update.class, GeoipCommand.Status.class, GeoipCommand.Lookup.class})
final class GeoipCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Main.WRONG_USE;
  }

  /** Fetches what is newer. */
  @Command(
      name = "update",
      description =
          "Fetches this month's databases. A running monitor does so by itself. Only with"
              + " geo.update.enabled in the configuration.")
  static final class Update implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ConfigException, Failure {
      Settings settings = config.settings();
      if (!settings.geo().update().enabled()) {
        throw new Failure(
            "nothing is downloaded unless you say so: set geo.update.enabled to true (docs/places.md)");
      }
      Updater updater = updater(settings);
      if (updater.kinds().isEmpty()) {
        throw new Failure(
            "geo.asn and geo.country both name files of yours: leave one out to have it fetched");
      }
      PrintWriter out = spec.commandLine().getOut();
      List<Updater.Result> results;
      try (Bars bars = new Bars(spec.commandLine().getErr())) {
        results = updater.update(bars);
      }
      JsonArray array = new JsonArray();
      for (Updater.Result result : results) {
        String kind = word(result.kind());
        JsonObject object = new JsonObject();
        object.addProperty("kind", kind);
        object.addProperty("month", result.month().toString());
        object.addProperty("new", result.isNew());
        array.add(object);
        if (!json) {
          out.println(
              kind
                  + ": "
                  + result.month()
                  + (result.isNew() ? ", fetched" : ", nothing newer yet"));
        }
      }
      if (json) {
        out.println(Json.text(array));
      }
      out.flush();
      return 0;
    }
  }

  /** Says what is in use. */
  @Command(name = "status", description = "Says which databases are in use, and of when they are.")
  static final class Status implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ConfigException {
      Settings settings = config.settings();
      Updater updater = updater(settings);
      try (Places places = Places.open(settings.geo())) {
        JsonObject object = new JsonObject();
        object.addProperty("databases", places.describe());
        object.addProperty("problem", places.problem());
        object.addProperty("update", settings.geo().update().enabled());
        JsonObject months = new JsonObject();
        updater.kinds().forEach(kind -> months.addProperty(word(kind), updater.month(kind)));
        object.add("months", months);
        object.add("credits", array(places.credits()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
          out.println(Json.text(object));
        } else {
          print(out, settings, updater, places);
        }
        out.flush();
      }
      return 0;
    }

    private static void print(PrintWriter out, Settings settings, Updater updater, Places places) {
      out.println("in use: " + Text.safe(places.describe()));
      String problem = places.problem();
      if (problem != null) {
        out.println("problem: " + Text.safe(problem));
      }
      if (!settings.geo().update().enabled()) {
        out.println("updates: off (geo.update.enabled)");
      }
      for (DatabaseKind kind : updater.kinds()) {
        String month = updater.month(kind);
        out.println(
            "updates: " + word(kind) + " is " + (month.isEmpty() ? "not here" : "of " + month));
      }
      places.credits().forEach(out::println);
    }
  }

  /** Asks for addresses. */
  @Command(name = "lookup", description = "Says the AS and the country of addresses.")
  static final class Lookup implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions config;

    @Parameters(arity = "1..*", paramLabel = "ADDRESS", description = "IPv4 or IPv6.")
    private List<String> addresses;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, ConfigException {
      List<IpAddress> parsed = new ArrayList<>();
      for (String address : addresses) {
        parsed.add(parse(address));
      }
      PrintWriter out = spec.commandLine().getOut();
      try (Places places = Places.open(config.settings().geo())) {
        if (json) {
          print(out, parsed, places);
        } else {
          Table table =
              new Table(
                  Table.left("ADDRESS"),
                  Table.left("COUNTRY"),
                  Table.left("AS"),
                  Table.left("ORGANISATION"));
          for (IpAddress address : parsed) {
            Place place = places.lookup(address);
            String as = place.asn() == 0 ? "-" : "AS" + Integer.toUnsignedString(place.asn());
            table.add(address.toString(), place.country(), as, place.asOrg());
          }
          table.print(out);
          places.credits().forEach(out::println);
        }
      }
      out.flush();
      return 0;
    }

    private IpAddress parse(String text) {
      try {
        return IpAddress.parse(text);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(
            spec.commandLine(), "'" + text + "' is no address; give one such as 192.0.2.1");
      }
    }

    private static void print(PrintWriter out, List<IpAddress> addresses, Places places) {
      JsonArray found = new JsonArray();
      for (IpAddress address : addresses) {
        Place place = places.lookup(address);
        JsonObject object = new JsonObject();
        object.addProperty("address", address.toString());
        object.addProperty("asn", Integer.toUnsignedLong(place.asn()));
        object.addProperty("organisation", place.asOrg());
        object.addProperty("country", place.country());
        found.add(object);
      }
      JsonObject object = new JsonObject();
      object.add("places", found);
      object.add("credits", array(places.credits()));
      out.println(Json.text(object));
    }
  }

  /** A bar for each download, the next one below. */
  private static final class Bars implements Updater.Listener, AutoCloseable {
    private final PrintWriter err;
    private Progress bar;
    private DatabaseKind shown = DatabaseKind.ASN;
    private long told;

    Bars(PrintWriter err) {
      this.err = err;
      this.bar = Progress.of(err, -1);
    }

    @Override
    public void onBytes(DatabaseKind kind, long bytes, long size) {
      if (kind != shown || told == 0) {
        bar.close();
        bar = Progress.of(err, size);
        shown = kind;
        told = System.nanoTime();
      }
      if (System.nanoTime() - told >= Progress.STEP.toNanos()) {
        bar.show(bytes);
        told = System.nanoTime();
      }
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  private static Updater updater(Settings settings) {
    return new Updater(settings.geo(), InstantSource.system(), System.getenv());
  }

  private static String word(DatabaseKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static JsonArray array(List<String> texts) {
    JsonArray array = new JsonArray();
    texts.forEach(array::add);
    return array;
  }
}
