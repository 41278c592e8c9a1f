package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.ikisaki.wire.LinkType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapngInterfaceTest {
  private static final long LATEST = 4_294_967_295_000_000_000L;

  @ParameterizedTest
  @CsvSource({
    "6, 0, 1700000000123456, 1700000000123456000",
    "9, 0, 1700000000123456789, 1700000000123456789",
    "0, 0, 1700000000, 1700000000000000000",
    "3, 0, 1700000000123, 1700000000123000000",
    "12, 0, 1700000000123, 1700000000",
    "12, 0, -1, 18446744073709551",
    "27, 0, -1, 18",
    "28, 0, -1, 0",
    "127, 0, -1, 0",
    "128, 0, 1700000000, 1700000000000000000",
    "138, 0, 1536, 1500000000",
    "160, 0, 6442450944, 1500000000",
    "191, 0, -9223372036854775808, 1000000000",
    "192, 0, -1, 0",
    "255, 0, -1, 0",
    "6, 10, 1, 10000001000",
    "6, -10, 11000000, 1000000000"
  })
  void timestampsAreNanosecondsOfTheInterfacesClock(
      int resolution, long offset, long timestamp, long nanoseconds) {
    assertThat(clock(resolution, offset).nanoseconds(timestamp)).isEqualTo(nanoseconds);
  }

  @ParameterizedTest
  @CsvSource({
    "6, 0, -1, false",
    "0, 0, -1, false",
    "9, 0, -1, false",
    "128, 0, -1, false",
    "6, 9223372036854775807, 1, false",
    "6, -9223372036854775808, 1, true",
    "6, -10, 1, true"
  })
  void timesOutsideOfWhatAClockSaysAreHeldAtItsEnds(
      int resolution, long offset, long timestamp, boolean earliest) {
    assertThat(clock(resolution, offset).nanoseconds(timestamp)).isEqualTo(earliest ? 0 : LATEST);
  }

  private static PcapngInterface clock(int resolution, long offset) {
    return new PcapngInterface(LinkType.RAW, 0, resolution, offset);
  }
}
