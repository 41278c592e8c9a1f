package org.ikisaki.capture;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.ikisaki.linux.BpfInstruction;
import org.ikisaki.linux.ErrnoException;
import org.ikisaki.linux.FilterCompiler;
import org.ikisaki.linux.PacketSocket;
import org.ikisaki.linux.RxRing;
import org.ikisaki.linux.UnsupportedPlatformException;
import org.ikisaki.wire.LinkType;
import org.jspecify.annotations.Nullable;

/** A packet socket that listens on an interface, and its ring. */
record OpenRing(PacketSocket socket, RxRing ring, int interfaceIndex, int linkType)
    implements Closeable {
  /** We are woken once a block: a large one costs fewer wake-ups, a small one wastes less room. */
  private static final int MAX_BLOCK_SIZE = 256 << 10;

  private static final int MIN_BLOCK_SIZE = 64 << 10;

  private static final int MIN_BLOCKS = 2;

  /** Of a ring that is large enough for blocks of any size. */
  private static final int BLOCKS = 16;

  /** How long the kernel may keep a block that has room for more frames. */
  private static final int RETIRE_MILLIS = 100;

  /** Keeps nothing. */
  private static final List<BpfInstruction> DEAF = new BpfAssembler().keep(0).assemble();

  private static final int ARPHRD_ETHER = 1;
  private static final int ARPHRD_PPP = 512;
  private static final int ARPHRD_RAWIP = 519;
  private static final int ARPHRD_LOOPBACK = 772;
  private static final int ARPHRD_NONE = 0xfffe;

  /**
   * Opens an interface; its frames are kept from now on, or from when it is up.
   *
   * @param fanout whom its frames are shared with; null if with nobody
   * @throws IOException with the remedy, if it can't be captured on in this way
   */
  static OpenRing open(String name, CaptureSettings settings, @Nullable Fanout fanout)
      throws IOException {
    try {
      int index = PacketSocket.interfaceIndex(name);
      if (index == 0) {
        throw new IOException(name + ": no such interface");
      }
      return open(name, index, settings, fanout);
    } catch (ErrnoException e) {
      throw e.isPermission()
          ? CaptureFailure.noPermission(name, e)
          : new IOException(name + ": can't capture: " + e.getMessage(), e);
    } catch (UnsupportedPlatformException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    } catch (LinkageError e) {
      throw new IOException(name + ": the C library can't be called: " + e.getMessage(), e);
    }
  }

  private static OpenRing open(
      String name, int index, CaptureSettings settings, @Nullable Fanout fanout)
      throws IOException {
    PacketSocket socket = PacketSocket.ofFrames();
    try {
      socket.attach(index);
      int hardwareType = socket.hardwareType();
      int linkType = linkType(hardwareType);
      if (linkType == LinkType.RAW) {
        socket.close();
        socket = PacketSocket.ofPackets();
        socket.attach(index);
      }
      if (hardwareType == ARPHRD_LOOPBACK) {
        socket.ignoreOutgoing();
      }
      List<BpfInstruction> program = program(name, linkType, settings);
      socket.filter(fanout == null ? program : DEAF);
      int blockSize = blockSize(settings.ringBytes());
      int blocks = Math.max(MIN_BLOCKS, settings.ringBytes() / blockSize);
      RxRing ring = socket.map(blockSize, blocks, RETIRE_MILLIS);
      try {
        if (settings.promiscuous()) {
          socket.setPromiscuous(index);
        }
        socket.listen(index);
        if (fanout != null) {
          // Until it is one of them it would hear the others' frames too.
          fanout.join(socket);
          socket.filter(program);
        }
        return new OpenRing(socket, ring, index, linkType);
      } catch (IOException | RuntimeException e) {
        ring.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** A power of two, as the kernel gives memory in such pieces. */
  private static int blockSize(int ringBytes) {
    int share = Integer.highestOneBit(Math.max(1, ringBytes / BLOCKS));
    return Math.max(MIN_BLOCK_SIZE, Math.min(MAX_BLOCK_SIZE, share));
  }

  /** PPP's link headers differ from driver to driver, so the kernel takes them away. */
  private static int linkType(int hardwareType) throws UnsupportedPlatformException {
    return switch (hardwareType) {
      case ARPHRD_ETHER, ARPHRD_LOOPBACK -> LinkType.ETHERNET;
      case ARPHRD_NONE, ARPHRD_RAWIP, ARPHRD_PPP -> LinkType.RAW;
      default ->
          throw new UnsupportedPlatformException(
              "its frames are neither Ethernet nor IP (ARPHRD %d)".formatted(hardwareType));
    };
  }

  private static List<BpfInstruction> program(String name, int linkType, CaptureSettings settings)
      throws IOException {
    boolean hasLinkHeader = linkType == LinkType.ETHERNET;
    List<BpfInstruction> filter = List.of();
    String expression = settings.filter();
    if (!expression.isEmpty()) {
      try {
        filter =
            hasLinkHeader
                ? FilterCompiler.forEthernet(name, expression)
                : FilterCompiler.forPackets(expression);
      } catch (FilterCompiler.FilterException e) {
        throw CaptureFailure.inFilter(expression, e);
      } catch (LinkageError e) {
        throw CaptureFailure.noLibrary(e);
      }
    }
    List<BpfInstruction> program =
        SnapshotProgram.assemble(hasLinkHeader, settings.snapshotLength(), filter);
    if (program.size() > BpfInstruction.MAX_PROGRAM) {
      throw CaptureFailure.tooLong(expression, program.size());
    }
    return program;
  }

  @Override
  public void close() {
    ring.close();
    socket.close();
  }
}
