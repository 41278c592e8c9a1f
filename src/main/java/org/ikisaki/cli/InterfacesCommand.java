package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.ikisaki.capture.Interfaces;
import org.ikisaki.capture.Interfaces.Interface;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists what can be captured on. */
@Command(name = "interfaces", description = "Lists the network interfaces that can be captured on.")
final class InterfacesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    List<Interface> interfaces = Interfaces.list();
    String chosen = ofDefaultRoute();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonArray array = new JsonArray();
      interfaces.forEach(i -> array.add(json(i, chosen)));
      out.println(Json.text(array));
    } else {
      Table table =
          new Table(
              Table.left("INTERFACE"),
              Table.left("STATE"),
              Table.left("ADDRESSES"),
              Table.left(""));
      for (Interface i : interfaces) {
        table.add(
            i.name(),
            i.up() ? "up" : "down",
            i.addresses().stream().map(IpAddress::toString).collect(Collectors.joining(" ")),
            i.name().equals(chosen) ? "<- the default" : "");
      }
      table.print(out);
    }
    out.flush();
    return 0;
  }

  private static @Nullable String ofDefaultRoute() {
    try {
      return Interfaces.ofDefaultRoute();
    } catch (IOException e) {
      return null;
    }
  }

  private static JsonObject json(Interface i, @Nullable String chosen) {
    JsonObject object = new JsonObject();
    object.addProperty("name", i.name());
    object.addProperty("up", i.up());
    object.addProperty("loopback", i.loopback());
    object.addProperty("default", i.name().equals(chosen));
    JsonArray addresses = new JsonArray();
    i.addresses().forEach(a -> addresses.add(a.toString()));
    object.add("addresses", addresses);
    object.addProperty("description", i.description());
    return object;
  }
}
