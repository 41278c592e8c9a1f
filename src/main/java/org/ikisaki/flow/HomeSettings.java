package org.ikisaki.flow;

import java.util.ArrayList;
import java.util.List;
import org.ikisaki.config.Node;
import org.ikisaki.wire.Prefix;

/**
 * The section {@code home}.
 *
 * @param auto whether home is told from the addresses themselves, see {@link HomeNetworks}
 * @param networks exactly what is at home, where not {@code auto}
 */
public record HomeSettings(boolean auto, List<Prefix> networks) {
  public static final HomeSettings DEFAULTS = new HomeSettings(true, List.of());

  public HomeSettings {
    networks = List.copyOf(networks);
  }

  public static HomeSettings of(Prefix... networks) {
    return new HomeSettings(false, List.of(networks));
  }

  public static HomeSettings from(Node node) {
    node.allowOnly("networks");
    List<Node> elements = node.get("networks").elements();
    if (elements.isEmpty() || isAuto(elements)) {
      return DEFAULTS;
    }
    List<Prefix> networks = new ArrayList<>();
    for (Node element : elements) {
      String text = element.string("");
      try {
        networks.add(Prefix.parse(text));
      } catch (IllegalArgumentException e) {
        element.problem(
            "'" + text + "' is no network: write auto, or networks such as 192.168.1.0/24");
      }
    }
    return new HomeSettings(false, networks);
  }

  private static boolean isAuto(List<Node> elements) {
    return elements.size() == 1 && elements.get(0).string("").equals("auto");
  }
}
