package org.ikisaki.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pcap4j.core.PcapNativeException;

class CaptureFailureTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "socket: Operation not permitted",
        "eth0: You don't have permission to capture on that device",
        "(cannot open BPF device) /dev/bpf0: Permission denied"
      })
  void withoutPermissionTheRemedyIsNamed(String words) throws IOException {
    assertThat(CaptureFailure.onOpen("eth0", new PcapNativeException(words)))
        .hasMessageStartingWith("eth0: no permission to capture")
        .hasMessageContaining("sudo bin/ikisaki run")
        .hasMessageContaining("CAP_NET_RAW");
  }

  @Test
  void otherFailuresKeepLibpcapsWords() throws IOException {
    assertThat(CaptureFailure.onOpen("eth0", new PcapNativeException("That device is not up")))
        .hasMessage("eth0: can't capture: That device is not up");
  }

  @Test
  void withoutLibpcapItsPackageIsNamed() {
    assertThat(CaptureFailure.noLibrary(new UnsatisfiedLinkError("pcap")))
        .hasMessageContaining("sudo apt install libpcap0.8")
        .hasCauseInstanceOf(UnsatisfiedLinkError.class);
  }
}
