package org.ikisaki.naming;

import java.nio.ByteBuffer;
import org.ikisaki.wire.BigEndian;
import org.ikisaki.wire.Http2Head;
import org.ikisaki.wire.HttpHead;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Progress;
import org.ikisaki.wire.TlsClientHello;
import org.jspecify.annotations.Nullable;

/**
 * Reads server names off the beginnings of TCP streams: TLS, HTTP/1, cleartext HTTP/2, on any port.
 * Confined to one capture thread.
 *
 * <p>A segment that begins like one of them is read where it lies, wherever in its connection it
 * stands: so a proxy's handshake or STARTTLS before it needs no understanding. What is not there
 * whole is put together in a bounded table. Streams whose SYN was seen are in it from the start, so
 * that their first segments may come in any order.
 */
final class TcpObserver {
  private static final int TLS_RECORD_HEADER = 5;
  private static final int TLS_HANDSHAKE_AND_MAJOR_VERSION = 0x1603;

  private final Memory memory;
  private final StreamTable<TcpStream> streams = new StreamTable<>(TcpStream::release);
  private final TlsClientHello hello = new TlsClientHello();
  private final HttpHead http = new HttpHead();
  private final Http2Head http2 = new Http2Head();
  private final EchPublicNames publicNames;

  TcpObserver(Memory memory, EchPublicNames publicNames) {
    this.memory = memory;
    this.publicNames = publicNames;
  }

  /** Whether a packet opens a stream, begins like one with a name, or belongs to one being read. */
  boolean wants(Packet packet) {
    int length = packet.payloadLength();
    return length == 0
        ? TcpFlags.isOpening(packet)
        : TcpProtocol.of(packet.bytes(), packet.payloadOffset(), length) != TcpProtocol.NONE
            || streams.contains(packet);
  }

  @Nullable Name inspect(Packet packet) {
    int sequence = packet.tcpSequence();
    if (TcpFlags.isOpening(packet)) {
      sequence++;
      streams.put(packet, new TcpStream(sequence, memory));
    }
    if (packet.payloadLength() == 0) {
      return null;
    }
    TcpStream stream = streams.get(packet);
    if (stream != null && (!stream.isEmpty() || stream.positionOf(sequence) > 0)) {
      boolean isWaiting = stream.isEmpty() || stream.assembly().contiguous() == 0;
      boolean isBeginning = isWaiting && stream.positionOf(sequence) > 0 && begins(packet);
      if (!isBeginning) {
        return add(packet, stream, sequence);
      }
      // What it waits for may have been lost, or be another protocol's.
    }
    return begin(packet, sequence);
  }

  /** Streams that ended unread: too old, too many, or cut. */
  long dropped() {
    return streams.dropped();
  }

  /** Whether bytes of a segment were not captured: what follows them is never contiguous. */
  private static boolean isCut(Packet packet) {
    return packet.tcpPayloadBytes() > packet.payloadLength();
  }

  /** Whether a segment surely is a beginning. */
  private static boolean begins(Packet packet) {
    return switch (TcpProtocol.of(packet.bytes(), packet.payloadOffset(), packet.payloadLength())) {
      case TLS, HTTP, HTTP2 -> true;
      case UNDECIDED, NONE -> false;
    };
  }

  /** Reads a segment as the beginning of a stream. */
  private @Nullable Name begin(Packet packet, int sequence) {
    ByteBuffer buffer = packet.buffer();
    int offset = packet.payloadOffset();
    int length = packet.payloadLength();
    TcpProtocol protocol = TcpProtocol.of(packet.bytes(), offset, length);
    Progress progress =
        switch (protocol) {
          case TLS -> readRecord(buffer, offset, length);
          case HTTP -> http.read(buffer, offset, length, 0);
          case HTTP2 -> http2.read(buffer, offset, length, 0);
          case UNDECIDED -> Progress.INCOMPLETE;
          case NONE -> Progress.MALFORMED;
        };
    TcpStream stream = streams.get(packet);
    if (progress == Progress.MALFORMED && stream != null && stream.positionOf(sequence) > 0) {
      return add(packet, stream, sequence);
    }
    if (progress != Progress.INCOMPLETE) {
      streams.remove(packet);
      return progress == Progress.DONE ? name(protocol) : null;
    }
    if (isCut(packet)) {
      streams.drop(packet);
      return null;
    }
    if (stream == null || stream.positionOf(sequence) != 0 || !stream.isEmpty()) {
      stream = new TcpStream(sequence, memory);
      streams.put(packet, stream);
    }
    return add(packet, stream, sequence);
  }

  /** Adds a segment to a stream and reads what it makes readable. */
  private @Nullable Name add(Packet packet, TcpStream stream, int sequence) {
    while (!stream.put(sequence, packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      if (!streams.makeRoom(stream)) {
        streams.remove(packet);
        return null;
      }
    }
    Progress progress = read(stream);
    boolean isFull = stream.assembly().contiguous() == Assembly.MAX_LENGTH;
    if (progress == Progress.INCOMPLETE && !isFull) {
      if (isCut(packet) && !stream.assembly().hasGap()) {
        streams.drop(packet);
      }
      return null;
    }
    Name name = progress == Progress.DONE ? name(stream.protocol) : null;
    streams.remove(packet);
    return name;
  }

  private Progress read(TcpStream stream) {
    Assembly assembly = stream.assembly();
    ByteBuffer buffer = assembly.buffer();
    int available = assembly.contiguous();
    if (stream.protocol == TcpProtocol.UNDECIDED && available > 0) {
      stream.protocol = TcpProtocol.of(BigEndian.array(buffer), 0, available);
    }
    return switch (stream.protocol) {
      case TLS -> readRecords(stream, assembly);
      case HTTP -> {
        Progress progress = http.read(buffer, 0, available, stream.position);
        stream.position = http.resumeAt();
        yield progress;
      }
      case HTTP2 -> {
        Progress progress = http2.read(buffer, 0, available, stream.position);
        stream.position = http2.resumeAt();
        yield progress;
      }
      case UNDECIDED -> Progress.INCOMPLETE;
      case NONE -> Progress.MALFORMED;
    };
  }

  /** Reads as much of a hello as the first record holds, where it lies. */
  private Progress readRecord(ByteBuffer buffer, int offset, int available) {
    int recordLength = buffer.getShort(offset + 3) & 0xffff;
    int length = Math.min(recordLength, available - TLS_RECORD_HEADER);
    return hello.read(buffer, offset + TLS_RECORD_HEADER, length);
  }

  /**
   * Gathers the hello from the records that it is spread over, at the beginning of the assembly:
   * each byte is moved once. The hello is looked at as it grows by a quarter, and at its end.
   */
  private Progress readRecords(TcpStream stream, Assembly assembly) {
    ByteBuffer buffer = assembly.buffer();
    int available = assembly.contiguous();
    while (stream.position < available) {
      if (stream.recordLeft == 0) {
        int record = stream.position;
        if (available - record < TLS_RECORD_HEADER) {
          break;
        }
        stream.recordLeft = buffer.getShort(record + 3) & 0xffff;
        stream.position += TLS_RECORD_HEADER;
        if (buffer.getShort(record) != TLS_HANDSHAKE_AND_MAJOR_VERSION || stream.recordLeft == 0) {
          return Progress.MALFORMED;
        }
      }
      int length = Math.min(stream.recordLeft, available - stream.position);
      assembly.move(stream.position, stream.gathered, length);
      stream.position += length;
      stream.gathered += length;
      stream.recordLeft -= length;
    }
    if (stream.gathered < stream.worthReading && available < Assembly.MAX_LENGTH) {
      return Progress.INCOMPLETE;
    }
    Progress progress = hello.read(buffer, 0, stream.gathered);
    if (stream.gathered < TlsClientHello.HANDSHAKE_HEADER) {
      stream.worthReading = TlsClientHello.HANDSHAKE_HEADER;
    } else {
      int whole = TlsClientHello.HANDSHAKE_HEADER + (buffer.getInt(0) & 0xff_ffff);
      stream.worthReading = Math.min(whole, stream.gathered + stream.gathered / 4 + 64);
    }
    return progress;
  }

  /** The name that was just read. */
  private @Nullable Name name(TcpProtocol protocol) {
    return switch (protocol) {
      case TLS -> {
        String host = hello.serverName();
        yield host == null ? null : publicNames.name(host, NameSource.SNI);
      }
      case HTTP -> name(http.host(), NameSource.HTTP);
      case HTTP2 -> name(http2.host(), NameSource.H2);
      case UNDECIDED, NONE -> null;
    };
  }

  private static @Nullable Name name(@Nullable String host, NameSource source) {
    return host == null ? null : new Name(host, source);
  }
}
