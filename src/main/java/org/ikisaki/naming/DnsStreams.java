package org.ikisaki.naming;

import java.nio.ByteBuffer;
import org.ikisaki.wire.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Finds the messages in DNS over TCP (RFC 7766): each has its length in two bytes before it.
 * Confined to one capture thread.
 */
final class DnsStreams {
  private static final int LENGTH_FIELD = 2;

  private final Memory memory;
  private final DnsObserver dns;
  private final StreamTable<TcpStream> streams = new StreamTable<>(TcpStream::release);

  DnsStreams(Memory memory, DnsObserver dns) {
    this.memory = memory;
    this.dns = dns;
  }

  static boolean wants(Packet packet) {
    return packet.payloadLength() > 0 || TcpFlags.isSyn(packet);
  }

  void inspect(Packet packet, String client) {
    int sequence = packet.tcpSequence();
    if (TcpFlags.isSyn(packet)) {
      sequence++;
      streams.put(packet, new TcpStream(sequence, memory));
    }
    if (packet.payloadLength() == 0) {
      return;
    }
    TcpStream stream = streams.get(packet);
    if (stream == null || (stream.isEmpty() && stream.positionOf(sequence) == 0)) {
      readInPlace(packet, client, stream, sequence);
    } else {
      add(packet, client, stream, sequence);
    }
  }

  /** Streams that ended unread: too old, or too many. */
  long dropped() {
    return streams.dropped();
  }

  private void readInPlace(Packet packet, String client, @Nullable TcpStream stream, int sequence) {
    int length = packet.payloadLength();
    int read = read(packet, client, packet.buffer(), packet.payloadOffset(), length);
    if (stream != null || read < length) {
      TcpStream rest = new TcpStream(sequence + read, memory);
      streams.put(packet, rest);
      if (read < length) {
        put(packet, rest, sequence);
      }
    }
  }

  private void add(Packet packet, String client, TcpStream stream, int sequence) {
    if (!put(packet, stream, sequence)) {
      return;
    }
    Assembly assembly = stream.assembly();
    int available = assembly.contiguous() - stream.position;
    stream.position += read(packet, client, assembly.buffer(), stream.position, available);
    if (stream.position == assembly.contiguous() && !assembly.hasGap()) {
      streams.put(packet, new TcpStream(stream.sequenceAt(stream.position), memory));
    } else if (assembly.contiguous() == Assembly.MAX_LENGTH) {
      streams.remove(packet);
    }
  }

  private boolean put(Packet packet, TcpStream stream, int sequence) {
    while (!stream.put(sequence, packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      if (!streams.makeRoom(stream)) {
        streams.remove(packet);
        return false;
      }
    }
    return true;
  }

  /** Reads the whole messages among the bytes; returns how many bytes those take. */
  private int read(Packet packet, String client, ByteBuffer buffer, int offset, int available) {
    int at = 0;
    while (available - at >= LENGTH_FIELD) {
      int message = offset + at + LENGTH_FIELD;
      int length = buffer.getShort(offset + at) & 0xffff;
      if (available - at - LENGTH_FIELD < length) {
        break;
      }
      dns.inspect(packet, Ports.of(packet), client, buffer, message, length, "tcp");
      at += LENGTH_FIELD + length;
    }
    return at;
  }
}
