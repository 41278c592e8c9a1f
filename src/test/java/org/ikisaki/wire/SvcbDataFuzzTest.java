package org.ikisaki.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.ikisaki.fuzz.Oracle;

/** The data of HTTPS and SVCB records: target, hints, ECH configurations. */
class SvcbDataFuzzTest {
  private final SvcbData service = new SvcbData();
  private final EchConfigList ech = new EchConfigList();

  @FuzzTest(maxDuration = "1s")
  void data(byte[] input) {
    if (service.wrap(ByteBuffer.wrap(input), 0, input.length)) {
      check(service, ech, input.length);
    }
  }

  /** Asks a view of sound data for everything. */
  static void check(SvcbData service, EchConfigList ech, int length) {
    Oracle.isHost(service.target());
    Oracle.holds(!service.isAlias() || length >= 3, "an alias has a priority and a target");
    List<IpAddress> hints = new ArrayList<>();
    service.addHints(hints);
    Oracle.holds(hints.size() <= length / 4, "hints lie in their record");
    if (service.echConfigs(ech)) {
      Oracle.isHost(ech.publicName());
    }
  }
}
