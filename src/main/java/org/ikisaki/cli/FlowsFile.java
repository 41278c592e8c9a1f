package org.ikisaki.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.Closeable;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ikisaki.flow.DeviceUpdate;
import org.ikisaki.flow.FlowUpdate;
import org.ikisaki.naming.Confidence;
import org.ikisaki.naming.DeviceClue;
import org.ikisaki.naming.DnsAnswer;
import org.ikisaki.naming.Name;
import org.ikisaki.naming.Named;
import org.ikisaki.pipeline.Interval;
import org.ikisaki.pipeline.PipelineListener;
import org.ikisaki.store.IntervalRows.CaptureStats;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.ProtocolNames;
import org.jspecify.annotations.Nullable;

/**
 * Flow records as JSON lines: each flow when it ends, each DNS answer when it is seen, devices and
 * totals at the end. Confined to the writer thread until it is closed.
 */
final class FlowsFile implements PipelineListener, Closeable {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Writer out;
  private final String name;
  private final Map<FlowRef, Totals> flows = new HashMap<>();
  private final Map<String, DeviceTotals> devices = new TreeMap<>();
  private long frames;
  private long frameBytes;
  private long ipPackets;
  private long ipBytes;

  private FlowsFile(Writer out, String name) {
    this.out = out;
    this.name = name;
  }

  /** Begins a file, in place of what was there. */
  static FlowsFile to(Path file) throws IOException {
    return new FlowsFile(Files.newBufferedWriter(file), file.toString());
  }

  /** Writes to {@code out}, which stays open. */
  static FlowsFile to(PrintWriter out) {
    Writer unclosed =
        new FilterWriter(out) {
          @Override
          public void close() throws IOException {
            // It keeps its exceptions to itself; this also flushes.
            if (((PrintWriter) out).checkError()) {
              throw new IOException("nobody takes it any more");
            }
          }
        };
    return new FlowsFile(unclosed, "standard output");
  }

  @Override
  public void onInterval(Interval interval) {
    CaptureStats capture = interval.capture();
    frames += capture.frames();
    frameBytes += capture.frameBytes();
    ipPackets += capture.ipPackets();
    ipBytes += capture.ipBytes();
    interval.answers().forEach(answer -> write(line(answer)));
    for (DeviceUpdate update : interval.devices()) {
      DeviceTotals device =
          devices.computeIfAbsent(update.device().text(), key -> new DeviceTotals());
      device.frames += update.framesSent();
      device.frameBytes += update.frameBytesSent();
      device.addresses.addAll(update.newAddresses());
    }
    for (DeviceClue clue : interval.deviceClues()) {
      if (clue.kind().isHostName()) {
        devices.computeIfAbsent(clue.device(), key -> new DeviceTotals()).names.add(clue);
      }
    }
  }

  @Override
  public void onFlow(String source, FlowUpdate flow, @Nullable Named name) {
    FlowRef ref = new FlowRef(source, flow.id());
    Totals totals = flows.computeIfAbsent(ref, key -> new Totals());
    totals.packets += flow.packetsDown() + flow.packetsUp();
    totals.bytes += flow.bytesDown() + flow.bytesUp();
    totals.roundTrip += flow.rttLocal() + flow.rttRemote();
    totals.retransmitted += flow.retransmittedDown() + flow.retransmittedUp();
    if (flow.ended()) {
      flows.remove(ref);
      write(line(flow, totals, name));
    }
  }

  /** Writes devices and totals. */
  @Override
  public void close() throws IOException {
    try (Writer closed = out) {
      devices.forEach((key, device) -> write(line(key, device)));
      JsonObject totals = new JsonObject();
      totals.addProperty("type", "totals");
      totals.addProperty("packets", frames);
      totals.addProperty("frame_bytes", frameBytes);
      totals.addProperty("ip_packets", ipPackets);
      totals.addProperty("ip_bytes", ipBytes);
      write(totals);
      closed.flush();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private void write(JsonObject line) {
    try {
      out.write(Json.line(line));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(failure(e));
    }
  }

  private IOException failure(IOException e) {
    return new IOException(name + ": can't be written: " + e.getMessage(), e);
  }

  private static JsonObject line(FlowUpdate flow, Totals totals, @Nullable Named name) {
    JsonObject line = new JsonObject();
    line.addProperty("type", "flow");
    line.addProperty("src", flow.localAddress().toString());
    line.addProperty("sport", flow.localPort());
    line.addProperty("dst", flow.remoteAddress().toString());
    line.addProperty("dport", flow.remotePort());
    line.addProperty("proto", ProtocolNames.name(flow.protocol()));
    line.addProperty("packets", totals.packets);
    line.addProperty("bytes", totals.bytes);
    line.addProperty("rtt_ms", totals.roundTrip == 0 ? null : totals.roundTrip / NANOS_PER_MILLI);
    line.addProperty("retransmitted", totals.retransmitted);
    addName(line, name);
    return line;
  }

  /** A certificate's wildcard is no host. */
  private static void addName(JsonObject line, @Nullable Named named) {
    Name host = named == null || named.name().isWildcard() ? null : named.name();
    Confidence confidence = named == null ? null : named.confidence();
    line.addProperty("host", host == null ? null : host.host());
    line.addProperty("host_source", host == null ? null : host.source().label());
    line.addProperty("host_confidence", confidence == null ? null : confidence.host());
    line.addProperty("service_confidence", confidence == null ? null : confidence.service());
  }

  private static JsonObject line(DnsAnswer answer) {
    JsonObject line = new JsonObject();
    line.addProperty("type", "dns");
    line.addProperty("client", answer.clientAddress().toString());
    line.addProperty("server", answer.server().toString());
    line.addProperty("qname", answer.queryName());
    line.addProperty("over", answer.over());
    line.addProperty("rcode", answer.rcode());
    line.add("cnames", strings(answer.cnames()));
    line.add("addrs", strings(answer.addresses().stream().map(IpAddress::toString).toList()));
    return line;
  }

  private static JsonObject line(String key, DeviceTotals device) {
    JsonObject line = new JsonObject();
    line.addProperty("type", "device");
    line.addProperty("mac", key);
    line.add("ips", strings(device.addresses.stream().map(IpAddress::toString).toList()));
    line.add("names", names(device.names));
    line.addProperty("tx_packets", device.frames);
    line.addProperty("tx_bytes", device.frameBytes);
    return line;
  }

  private static JsonArray names(Set<DeviceClue> names) {
    JsonArray array = new JsonArray();
    for (DeviceClue name : names) {
      JsonObject object = new JsonObject();
      object.addProperty("name", name.value());
      object.addProperty("source", name.kind().label());
      array.add(object);
    }
    return array;
  }

  private static JsonArray strings(List<String> values) {
    JsonArray array = new JsonArray();
    values.forEach(array::add);
    return array;
  }

  private record FlowRef(String source, long id) {}

  private static final class Totals {
    long packets;
    long bytes;
    long roundTrip;
    long retransmitted;
  }

  private static final class DeviceTotals {
    final Set<IpAddress> addresses = new LinkedHashSet<>();
    final Set<DeviceClue> names = new LinkedHashSet<>();
    long frames;
    long frameBytes;
  }
}
