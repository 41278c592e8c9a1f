package org.ikisaki.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ikisaki.capture.CaptureSettings;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.Node;
import org.ikisaki.config.YamlFile;
import org.ikisaki.device.DeviceSettings;
import org.ikisaki.export.ExportSettings;
import org.ikisaki.flow.FlowSettings;
import org.ikisaki.flow.HomeSettings;
import org.ikisaki.geo.GeoSettings;
import org.ikisaki.metrics.MetricsSettings;
import org.ikisaki.naming.NamingSettings;
import org.ikisaki.service.RulesSettings;
import org.ikisaki.store.StoreSettings;
import org.ikisaki.trace.TraceSettings;

/**
 * All that {@code ikisaki.yaml} says.
 *
 * @param sensor the name under which this computer's figures are exported
 */
public record Settings(
    String sensor,
    CaptureSettings capture,
    HomeSettings home,
    DeviceSettings devices,
    FlowSettings flows,
    NamingSettings naming,
    RulesSettings rules,
    GeoSettings geo,
    StoreSettings store,
    ExportSettings export,
    MetricsSettings metrics,
    TraceSettings trace) {
  /**
   * Reads {@code file}; a file that isn't there is all defaults.
   *
   * @throws ConfigException with every mistake in it
   */
  public static Settings read(Path file) throws IOException, ConfigException {
    return Files.exists(file)
        ? YamlFile.read(file, Settings::from)
        : YamlFile.parse(file, new byte[0], Settings::from);
  }

  /** The same, with what is kept in files of our own below the state directory. */
  public Settings at(Path state) {
    return new Settings(
        sensor,
        capture,
        home,
        devices,
        flows,
        naming,
        rules,
        geo.at(state),
        store,
        export,
        metrics,
        trace);
  }

  static Settings from(Node root) {
    root.allowOnly(
        "sensor", "capture", "home", "devices", "flows", "naming", "rules", "geo", "store",
        "export", "metrics", "trace");
    return new Settings(
        root.get("sensor").string("home"),
        CaptureSettings.from(root.get("capture")),
        HomeSettings.from(root.get("home")),
        DeviceSettings.from(root.get("devices")),
        FlowSettings.from(root.get("flows")),
        NamingSettings.from(root.get("naming")),
        RulesSettings.from(root.get("rules")),
        GeoSettings.from(root.get("geo")),
        StoreSettings.from(root.get("store")),
        ExportSettings.from(root.get("export")),
        MetricsSettings.from(root.get("metrics")),
        TraceSettings.from(root.get("trace")));
  }
}
