package org.ikisaki.naming;

import java.nio.ByteBuffer;
import org.ikisaki.wire.DtlsHandshake;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Progress;
import org.ikisaki.wire.TlsClientHello;
import org.jspecify.annotations.Nullable;

/** Reads server names off the ClientHellos of DTLS, on any port. Confined to one capture thread. */
final class DtlsObserver {
  private final Memory memory;
  private final StreamTable<Assembly> hellos = new StreamTable<>(Assembly::release);
  private final DtlsHandshake handshake = new DtlsHandshake();
  private final TlsClientHello hello = new TlsClientHello();

  DtlsObserver(Memory memory) {
    this.memory = memory;
  }

  static boolean wants(byte[] bytes, int offset, int length) {
    return DtlsHandshake.begins(bytes, offset, length);
  }

  @Nullable Name inspect(Packet packet) {
    ByteBuffer buffer = packet.buffer();
    int at = packet.payloadOffset();
    int end = at + packet.payloadLength();
    while (handshake.wrap(buffer, at, end - at)) {
      boolean isWhole = handshake.fragmentLength() == handshake.length();
      Name name =
          isWhole
              ? read(buffer, handshake.fragmentIndex(), handshake.length())
              : readFragment(packet);
      if (name != null) {
        return name;
      }
      at = handshake.end();
    }
    return null;
  }

  /** Hellos that ended unread: too old, or too many. */
  long dropped() {
    return hellos.dropped();
  }

  private @Nullable Name readFragment(Packet packet) {
    Assembly assembly = hellos.get(packet);
    if (assembly == null) {
      assembly = new Assembly(memory);
      hellos.put(packet, assembly);
    }
    while (!assembly.put(
        handshake.fragmentOffset(),
        packet.buffer(),
        handshake.fragmentIndex(),
        handshake.fragmentLength())) {
      if (!hellos.makeRoom(assembly)) {
        hellos.remove(packet);
        return null;
      }
    }
    if (assembly.contiguous() < Math.min(handshake.length(), Assembly.MAX_LENGTH)) {
      return null;
    }
    Name name = read(assembly.buffer(), 0, Math.min(handshake.length(), Assembly.MAX_LENGTH));
    hellos.remove(packet);
    return name;
  }

  private @Nullable Name read(ByteBuffer buffer, int offset, int length) {
    String host =
        hello.readDatagram(buffer, offset, length) == Progress.DONE ? hello.serverName() : null;
    return host == null ? null : new Name(host, NameSource.DTLS);
  }
}
