package org.ikisaki.linux;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a filter expression into a program, by libpcap. (pcap4j compiles too, but keeps its
 * programs' instructions to itself.)
 *
 * <pre>
 * struct bpf_program
 * +-------------------------------+-------------------------------+
 * |       instructions (32)       |          padding (32)         |
 * +-------------------------------+-------------------------------+
 * |                    their address (64)                         |
 * +---------------------------------------------------------------+
 * </pre>
 */
public final class FilterCompiler {
  private static final int DLT_RAW = 12;
  private static final int ERROR_BUFFER = 256;
  private static final int BPF_PROGRAM = 16;
  private static final int BPF_PROGRAM_INSTRUCTIONS = 8;
  private static final int OPTIMIZE = 1;
  private static final int NETMASK_UNKNOWN = -1;
  private static final int SNAPSHOT_LENGTH = 262_144;

  private FilterCompiler() {}

  /**
   * Compiles for what an interface with Ethernet frames hears. libpcap needs it open: only so it
   * knows that the kernel takes VLAN tags out of frames.
   *
   * @throws FilterException in libpcap's words
   */
  public static List<BpfInstruction> forEthernet(String interfaceName, String expression)
      throws FilterException {
    ByteBuffer error = Abi.struct(ERROR_BUFFER);
    Pointer handle = Libpcap.pcap_create(interfaceName, error);
    if (handle == null) {
      throw new FilterException(Native.getDirectBufferPointer(error).getString(0));
    }
    try {
      if (Libpcap.pcap_activate(handle) < 0) {
        throw new FilterException(Libpcap.pcap_geterr(handle));
      }
      return compile(handle, expression);
    } finally {
      Libpcap.pcap_close(handle);
    }
  }

  /**
   * Compiles for packets that begin with their IP header.
   *
   * @throws FilterException in libpcap's words
   */
  public static List<BpfInstruction> forPackets(String expression) throws FilterException {
    Pointer handle = Libpcap.pcap_open_dead(DLT_RAW, SNAPSHOT_LENGTH);
    try {
      return compile(handle, expression);
    } finally {
      Libpcap.pcap_close(handle);
    }
  }

  private static List<BpfInstruction> compile(Pointer handle, String expression)
      throws FilterException {
    ByteBuffer program = Abi.struct(BPF_PROGRAM);
    if (Libpcap.pcap_compile(handle, program, expression, OPTIMIZE, NETMASK_UNKNOWN) != 0) {
      throw new FilterException(Libpcap.pcap_geterr(handle));
    }
    try {
      int size = program.getInt(0);
      ByteBuffer instructions =
          new Pointer(program.getLong(BPF_PROGRAM_INSTRUCTIONS))
              .getByteBuffer(0, (long) size * BpfInstruction.SIZE)
              .order(ByteOrder.nativeOrder());
      List<BpfInstruction> copy = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        copy.add(BpfInstruction.at(instructions, i * BpfInstruction.SIZE));
      }
      return List.copyOf(copy);
    } finally {
      Libpcap.pcap_freecode(program);
    }
  }

  /** libpcap refused an expression, or can't compile at all. */
  public static final class FilterException extends Exception {
    private static final long serialVersionUID = 1;

    FilterException(String words) {
      super(words);
    }
  }
}
