package org.ikisaki.naming;

import java.nio.ByteBuffer;
import org.ikisaki.wire.GoogleQuicHello;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Progress;
import org.ikisaki.wire.QuicCryptoFrames;
import org.ikisaki.wire.QuicInitialCipher;
import org.ikisaki.wire.QuicInitialKeys;
import org.ikisaki.wire.QuicPacket;
import org.ikisaki.wire.TlsClientHello;
import org.jspecify.annotations.Nullable;

/**
 * Reads server names off the Initial packets of QUIC clients, on any port. Confined to one capture
 * thread.
 *
 * <p>The keys follow from the destination connection ID of a client's <em>first</em> Initial, so
 * they are kept: later Initials carry the ID that the server chose. Only where the kept keys fail
 * (after a Retry, RFC 9001, 5.2) or there are none is the packet's own ID tried. Decryption is
 * dear, so a flood of forgeries meets a limit per second.
 */
final class QuicObserver {
  private static final int MAX_PER_SECOND = 1_000;
  private static final int MAX_DATAGRAM = 65_535;

  private final Memory memory;
  private final EchPublicNames publicNames;
  private final StreamTable<Connection> connections = new StreamTable<>(Connection::release);
  private final QuicPacket quic = new QuicPacket();
  private final QuicInitialCipher cipher = new QuicInitialCipher();
  private final QuicCryptoFrames crypto = new QuicCryptoFrames();
  private final GoogleQuicHello googleHello = new GoogleQuicHello();
  private final TlsClientHello hello = new TlsClientHello();
  private final RateLimit attempts = new RateLimit(MAX_PER_SECOND);
  private final ByteBuffer frames = ByteBuffer.allocate(MAX_DATAGRAM);

  QuicObserver(Memory memory, EchPublicNames publicNames) {
    this.memory = memory;
    this.publicNames = publicNames;
  }

  static boolean wants(byte[] bytes, int offset, int length) {
    return QuicPacket.begins(bytes, offset, length)
        || GoogleQuicHello.begins(bytes, offset, length);
  }

  @Nullable Name inspect(Packet packet) {
    ByteBuffer buffer = packet.buffer();
    int at = packet.payloadOffset();
    int end = at + packet.payloadLength();
    if (GoogleQuicHello.begins(packet.bytes(), at, end - at)) {
      String host = googleHello.wrap(buffer, at, end - at) ? googleHello.serverName() : null;
      return host == null ? null : new Name(host, NameSource.QUIC);
    }
    while (quic.wrap(buffer, at, end - at)) {
      Name name = quic.isInitial() ? inspectInitial(packet) : null;
      if (name != null) {
        return name;
      }
      at = quic.end();
    }
    return null;
  }

  /** Initial packets that were not opened, for there were too many. */
  long refused() {
    return attempts.refused();
  }

  /** Connections that ended unread: too old, or too many. */
  long dropped() {
    return connections.dropped();
  }

  private @Nullable Name inspectInitial(Packet packet) {
    Connection connection = connections.get(packet);
    boolean isServers = connection == null && connections.getReverse(packet) != null;
    if (isServers || (connection != null && connection.isRead)) {
      return null;
    }
    int length = connection == null ? -1 : open(packet, connection.keys);
    if (length < 0) {
      QuicInitialKeys keys = cipher.keys(quic);
      length = open(packet, keys);
      if (length < 0) {
        return null;
      }
      connection = new Connection(keys, memory);
      connections.put(packet, connection);
    }
    return connection == null ? null : readFrames(packet, connection, length);
  }

  private int open(Packet packet, QuicInitialKeys keys) {
    return attempts.allows(packet.frame().timestamp()) ? cipher.open(quic, keys, frames) : -1;
  }

  private @Nullable Name readFrames(Packet packet, Connection connection, int length) {
    Assembly assembly = connection.assembly;
    int before = assembly.contiguous();
    crypto.wrap(frames, length, quic.cryptoFrame());
    while (crypto.next()) {
      int position = (int) Math.min(crypto.offset(), Assembly.MAX_LENGTH);
      while (!assembly.put(position, frames, crypto.index(), crypto.length())) {
        if (!connections.makeRoom(connection)) {
          connections.remove(packet);
          return null;
        }
      }
    }
    if (assembly.contiguous() == before) {
      return null;
    }
    Progress progress = hello.read(assembly.buffer(), 0, assembly.contiguous());
    if (progress == Progress.INCOMPLETE) {
      return null;
    }
    String host = progress == Progress.DONE ? hello.serverName() : null;
    connection.release();
    connection.isRead = true;
    return host == null ? null : publicNames.name(host, NameSource.QUIC);
  }

  /** What is known of a client that sent an Initial which could be opened. */
  private static final class Connection {
    private final QuicInitialKeys keys;
    private final Assembly assembly;
    private boolean isRead;

    Connection(QuicInitialKeys keys, Memory memory) {
      this.keys = keys;
      this.assembly = new Assembly(memory);
    }

    void release() {
      assembly.release();
    }
  }
}
