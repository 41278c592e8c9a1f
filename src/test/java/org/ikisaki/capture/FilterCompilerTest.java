package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.ikisaki.linux.BpfInstruction;
import org.ikisaki.linux.FilterCompiler;
import org.ikisaki.linux.FilterCompiler.FilterException;
import org.ikisaki.testing.Frames;
import org.junit.jupiter.api.Test;

/** libpcap's programs, run alone and before ours. */
class FilterCompilerTest {
  @Test
  void aProgramAcceptsWhatItsExpressionSays() throws FilterException {
    List<BpfInstruction> filter = FilterCompiler.forPackets("udp port 53 and host 192.0.2.1");
    assertThat(BpfMachine.run(filter, datagram("192.0.2.1", 53))).isPositive();
    assertThat(BpfMachine.run(filter, datagram("192.0.2.1", 54))).isZero();
    assertThat(BpfMachine.run(filter, datagram("192.0.2.3", 53))).isZero();
  }

  @Test
  void beforeOurProgramItDecidesWhetherAndOursHowMuch() throws FilterException {
    List<BpfInstruction> program =
        SnapshotProgram.assemble(
            false, 65_535, FilterCompiler.forPackets("udp dst portrange 53-99"));
    assertThat(BpfMachine.run(program, datagram("192.0.2.1", 53))).isEqualTo(SnapshotProgram.WHOLE);
    assertThat(BpfMachine.run(program, datagram("192.0.2.1", 54)))
        .as("headers of IPv4 and UDP, and a word")
        .isEqualTo(20 + 8 + 4);
    assertThat(BpfMachine.run(program, datagram("192.0.2.1", 100))).isZero();
  }

  /** libpcap's own jumps are short; ours behind them lie thousands of instructions away. */
  @Test
  void aLongFilterWorksToo() throws FilterException {
    StringBuilder expression = new StringBuilder("host 192.0.2.1");
    for (int i = 0; i < 200; i++) {
      expression
          .append(" or (host 198.51.100.")
          .append(i)
          .append(" and udp port ")
          .append(i)
          .append(")");
    }
    List<BpfInstruction> filter = FilterCompiler.forPackets(expression.toString());
    List<BpfInstruction> program = SnapshotProgram.assemble(false, 65_535, filter);
    assertThat(program).hasSizeBetween(1_000, BpfInstruction.MAX_PROGRAM);
    assertThat(BpfMachine.run(program, datagram("192.0.2.1", 53))).isEqualTo(SnapshotProgram.WHOLE);
    assertThat(BpfMachine.run(program, datagram("192.0.2.3", 53))).isZero();
  }

  @Test
  void anExpressionIsRefusedInLibpcapsWords() {
    assertThatThrownBy(() -> FilterCompiler.forPackets("udp prt 53"))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining("syntax error");
    assertThatThrownBy(() -> FilterCompiler.forEthernet("nosuch0", "udp"))
        .isInstanceOf(FilterException.class)
        .hasMessageContaining("No such device");
  }

  private static byte[] datagram(String from, int port) {
    return Frames.ipv4(from, "192.0.2.2", Frames.udp(9, port, 500)).bytes();
  }
}
