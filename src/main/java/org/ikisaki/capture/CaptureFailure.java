package org.ikisaki.capture;

import java.io.IOException;
import java.util.Locale;
import org.ikisaki.linux.BpfInstruction;
import org.pcap4j.core.PcapNativeException;

/** Says what libpcap's failures mean, and what to do about them. */
final class CaptureFailure {
  private CaptureFailure() {}

  static IOException noLibrary(LinkageError cause) {
    return new IOException(
        "libpcap can't be loaded: install it (Debian, Raspberry Pi OS: sudo apt install"
            + " libpcap0.8)",
        cause);
  }

  static IOException onOpen(String interfaceName, PcapNativeException cause) throws IOException {
    String words = String.valueOf(cause.getMessage());
    String lower = words.toLowerCase(Locale.ROOT);
    String message;
    if (lower.contains("permission") || lower.contains("not permitted")) {
      return noPermission(interfaceName, cause);
    }
    if (lower.contains("no such device")) {
      message = "no such interface: there are " + Interfaces.names();
    } else {
      message = "can't capture: " + words;
    }
    return new IOException(interfaceName + ": " + message, cause);
  }

  static IOException noPermission(String interfaceName, Exception cause) {
    return new IOException(
        interfaceName
            + ": no permission to capture: run it as root (sudo bin/ikisaki run), or give its"
            + " service CAP_NET_RAW",
        cause);
  }

  static IOException inFilter(String filter, Exception cause) {
    return new IOException(
        "the filter '%s' can't be used: %s (capture.filter takes what tcpdump does)"
            .formatted(filter, cause.getMessage()),
        cause);
  }

  static IOException tooLong(String filter, int instructions) {
    return new IOException(
        "the filter '%s' can't be used: it takes %d instructions, and the kernel allows %d"
            .formatted(filter, instructions, BpfInstruction.MAX_PROGRAM));
  }
}
