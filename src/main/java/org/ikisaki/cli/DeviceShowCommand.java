package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.device.Clue;
import org.ikisaki.device.DeviceSettings;
import org.ikisaki.device.Evidence;
import org.ikisaki.device.Given;
import org.ikisaki.device.Title;
import org.ikisaki.store.Counters;
import org.ikisaki.store.DeviceRow;
import org.ikisaki.store.StoreReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All that is known of a device. */
@Command(name = "show", description = "Says all that is known of a device, and on which evidence.")
final class DeviceShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Parameters(paramLabel = "DEVICE", description = "Its MAC or IP address, or its name.")
  private String subject;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, ConfigException, Failure {
    PrintWriter out = spec.commandLine().getOut();
    try (StoreReader reader = storeOptions.reader()) {
      List<DeviceRow> devices = reader.devices();
      String wanted = DeviceSettings.key(subject).orElse(subject);
      DeviceRow device =
          devices.stream()
              .filter(known -> known.is(wanted))
              .findFirst()
              .orElseThrow(
                  () ->
                      new Failure(
                          subject + ": no such device is known; 'ikisaki devices' lists what is"));
      Counters traffic =
          reader
              .deviceTraffic(Instant.EPOCH, InstantSource.system().instant())
              .getOrDefault(device.evidence().key(), Counters.ZERO);
      DeviceView view = new DeviceView(devices);
      if (json) {
        out.println(Json.text(json(device, view, traffic)));
      } else {
        print(out, device, view, traffic);
      }
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, DeviceRow device, DeviceView view, Counters traffic) {
    Evidence evidence = device.evidence();
    Title title = view.title(device);
    out.println(Text.safe(device.label()));
    line(out, "name", "by " + title.source());
    view.type(device).ifPresent(type -> line(out, "type", type.type() + ": " + type.reason()));
    line(out, evidence.hasMac() ? "MAC" : "address", evidence.key());
    for (String joined : device.joined()) {
      line(out, "joined", joined);
    }
    if (!view.vendor(device).isEmpty()) {
      line(out, "vendor", view.vendor(device));
    }
    if (!view.flags(device).isEmpty()) {
      line(out, "is", String.join(", ", view.flags(device)));
    }
    given(out, "configured", evidence.configured());
    given(out, "told", evidence.told());
    evidence.addresses().forEach(address -> line(out, "address", address));
    line(
        out,
        "seen",
        DeviceView.time(evidence.firstSeen()) + " to " + DeviceView.time(evidence.lastSeen()));
    line(
        out,
        "traffic",
        Text.bytes(traffic.bytesDown()) + " down, " + Text.bytes(traffic.bytesUp()) + " up");
    String suggestion = view.suggestion(device);
    if (suggestion != null) {
      line(out, "perhaps", suggestion);
    }
    if (!evidence.clues().isEmpty()) {
      out.println();
      printClues(out, evidence.clues());
    }
  }

  private static void printClues(PrintWriter out, List<Clue> clues) {
    Table table =
        new Table(
            Table.left("EVIDENCE"), Table.left("SAYS"), Table.left("FIRST"), Table.left("LAST"));
    for (Clue clue : clues) {
      table.add(
          clue.kind().label(),
          clue.value(),
          DeviceView.time(clue.firstSeen()),
          DeviceView.time(clue.lastSeen()));
    }
    table.print(out);
  }

  private static void given(PrintWriter out, String label, @Nullable Given given) {
    if (given != null) {
      line(out, label, words(given));
    }
  }

  private static String words(Given given) {
    StringBuilder words = new StringBuilder(given.key());
    append(words, "name", given.name());
    append(words, "owner", given.owner());
    append(words, "type", given.type());
    append(words, "note", given.note());
    return words.toString();
  }

  private static void append(StringBuilder words, String what, @Nullable String value) {
    if (value != null) {
      words.append(", ").append(what).append(' ').append(value);
    }
  }

  private static void line(PrintWriter out, String label, String text) {
    out.println(String.format("  %-10s  %s", label, Text.safe(text)));
  }

  private static JsonObject json(DeviceRow device, DeviceView view, Counters traffic) {
    JsonObject object = view.json(device, traffic);
    JsonArray clues = new JsonArray();
    for (Clue clue : device.evidence().clues()) {
      JsonObject line = new JsonObject();
      line.addProperty("source", clue.kind().label());
      line.addProperty("value", clue.value());
      line.addProperty("first_seen", Instant.ofEpochSecond(clue.firstSeen()).toString());
      line.addProperty("last_seen", Instant.ofEpochSecond(clue.lastSeen()).toString());
      clues.add(line);
    }
    object.add("evidence", clues);
    return object;
  }
}
