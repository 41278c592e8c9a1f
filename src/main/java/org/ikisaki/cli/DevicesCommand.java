package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.ikisaki.config.ConfigException;
import org.ikisaki.device.Evidence;
import org.ikisaki.store.Counters;
import org.ikisaki.store.DeviceRow;
import org.ikisaki.store.StoreReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The devices of the house. */
@Command(
    name = "devices",
    description = "Lists the devices of the house, names them and joins them.",
    subcommands = {
      DeviceShowCommand.class,
      DeviceNameCommand.class,
      DeviceJoinCommand.class,
      DevicePartCommand.class
    })
final class DevicesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private StoreOptions storeOptions;

  @Option(
      names = "--last",
      paramLabel = "TIME",
      defaultValue = "1d",
      description = "Count traffic of this stretch of time (default: ${DEFAULT-VALUE}).")
  private Duration last;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, ConfigException {
    TimeRange range = TimeRange.last(last, InstantSource.system().instant());
    PrintWriter out = spec.commandLine().getOut();
    try (StoreReader reader = storeOptions.reader()) {
      Map<String, Counters> traffic = reader.deviceTraffic(range.from(), range.to());
      List<DeviceRow> devices =
          reader.devices().stream()
              .sorted(
                  Comparator.comparingLong((DeviceRow d) -> -traffic(traffic, d).bytes())
                      .thenComparing(DeviceRow::label))
              .toList();
      DeviceView view = new DeviceView(devices);
      if (json) {
        out.println(Json.text(json(devices, view, traffic, range)));
      } else {
        print(out, devices, view, traffic);
        long folded = reader.foldedDevices();
        if (folded > 0) {
          out.println("and " + folded + " more that there was no room for: they are (overflow)");
        }
      }
    }
    out.flush();
    return 0;
  }

  private void print(
      PrintWriter out, List<DeviceRow> devices, DeviceView view, Map<String, Counters> traffic) {
    if (devices.isEmpty()) {
      out.println("No device was seen yet.");
      return;
    }
    Table table =
        new Table(
            Table.left("NAME"),
            Table.left("TYPE"),
            Table.left("VENDOR"),
            Table.left("ADDRESS"),
            Table.left("FIRST SEEN"),
            Table.left("LAST SEEN"),
            Table.right("DOWN"),
            Table.right("UP"),
            Table.left(""));
    for (DeviceRow device : devices) {
      Evidence evidence = device.evidence();
      Counters counters = traffic(traffic, device);
      table.add(
          device.label(),
          view.typeName(device),
          view.shortVendor(device),
          addresses(evidence),
          DeviceView.time(evidence.firstSeen()),
          DeviceView.time(evidence.lastSeen()),
          Text.bytes(counters.bytesDown()),
          Text.bytes(counters.bytesUp()),
          String.join(", ", view.flags(device)));
    }
    table.print(out);
    devices.stream()
        .map(view::suggestion)
        .filter(Objects::nonNull)
        .forEach(suggestion -> out.println(Text.safe(suggestion)));
  }

  private static String addresses(Evidence evidence) {
    List<String> addresses = evidence.addresses();
    return addresses.isEmpty()
        ? ""
        : addresses.get(0) + (addresses.size() > 1 ? " +" + (addresses.size() - 1) : "");
  }

  private static Counters traffic(Map<String, Counters> traffic, DeviceRow device) {
    return traffic.getOrDefault(device.evidence().key(), Counters.ZERO);
  }

  private static JsonObject json(
      List<DeviceRow> devices, DeviceView view, Map<String, Counters> traffic, TimeRange range) {
    JsonArray array = new JsonArray();
    devices.forEach(device -> array.add(view.json(device, traffic(traffic, device))));
    JsonObject object = new JsonObject();
    object.addProperty("from", range.from().toString());
    object.addProperty("to", range.to().toString());
    object.add("devices", array);
    return object;
  }
}
