package org.ikisaki.naming;

import java.nio.ByteBuffer;
import org.ikisaki.wire.BigEndian;
import org.ikisaki.wire.Http2Head;
import org.ikisaki.wire.HttpHead;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.Packet;
import org.ikisaki.wire.Progress;
import org.ikisaki.wire.TlsClientHello;
import org.ikisaki.wire.TlsServerFlight;
import org.jspecify.annotations.Nullable;

/**
 * Reads server names off the beginnings of TCP streams: TLS, HTTP/1, cleartext HTTP/2, on any port;
 * and the names in the certificates that servers show up to TLS 1.2. Confined to one capture
 * thread.
 *
 * <p>A segment that begins like one of them is read where it lies, wherever in its connection it
 * stands: so a proxy's handshake or STARTTLS before it needs no understanding. What is not there
 * whole is put together in a bounded table. Streams whose SYN was seen are in it from the start, so
 * that their first segments may come in any order. So are servers' streams that answer a hello
 * without a name: where those begin, the hello's acknowledgment tells.
 */
final class TcpObserver {
  private static final int TLS_RECORD_HEADER = 5;
  private static final int TLS_HANDSHAKE = 22;

  private final Memory memory;
  private final StreamTable<TcpStream> streams = new StreamTable<>(TcpStream::release);
  private final TlsClientHello hello = new TlsClientHello();
  private final TlsServerFlight flight = new TlsServerFlight();
  private final HttpHead http = new HttpHead();
  private final Http2Head http2 = new Http2Head();
  private final EchPublicNames publicNames;
  private final Claims claims;

  TcpObserver(Memory memory, EchPublicNames publicNames, Claims claims) {
    this.memory = memory;
    this.publicNames = publicNames;
    this.claims = claims;
  }

  /** Whether a packet opens a stream, begins like one with a name, or belongs to one being read. */
  boolean wants(Packet packet) {
    int length = packet.payloadLength();
    return length == 0
        ? TcpFlags.isOpening(packet)
        : TcpProtocol.of(packet.bytes(), packet.payloadOffset(), length) != TcpProtocol.NONE
            || streams.contains(packet);
  }

  /**
   * Looks into a segment.
   *
   * @param client whose evidence a certificate in it would be
   */
  @Nullable Name inspect(Packet packet, String client) {
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
        return add(packet, client, stream, sequence);
      }
      // What it waits for may have been lost, or be another protocol's.
    }
    return begin(packet, client, sequence);
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
      case TLS, TLS_SERVER, HTTP, HTTP2 -> true;
      case UNDECIDED, NONE -> false;
    };
  }

  /** Reads a segment as the beginning of a stream. */
  private @Nullable Name begin(Packet packet, String client, int sequence) {
    ByteBuffer buffer = packet.buffer();
    int offset = packet.payloadOffset();
    int length = packet.payloadLength();
    TcpProtocol protocol = TcpProtocol.of(packet.bytes(), offset, length);
    Progress progress =
        switch (protocol) {
          case TLS -> readRecord(buffer, offset, length);
          case TLS_SERVER -> readServersRecord(buffer, offset, length);
          case HTTP -> http.read(buffer, offset, length, 0);
          case HTTP2 -> http2.read(buffer, offset, length, 0);
          case UNDECIDED -> Progress.INCOMPLETE;
          case NONE -> Progress.MALFORMED;
        };
    TcpStream stream = streams.get(packet);
    if (progress == Progress.MALFORMED && stream != null && stream.positionOf(sequence) > 0) {
      return add(packet, client, stream, sequence);
    }
    if (progress != Progress.INCOMPLETE) {
      streams.remove(packet);
      return progress == Progress.DONE ? tell(packet, client, protocol) : null;
    }
    if (isCut(packet) && protocol != TcpProtocol.TLS_SERVER) {
      streams.drop(packet);
      return null;
    }
    if (stream == null || stream.positionOf(sequence) != 0 || !stream.isEmpty()) {
      stream = new TcpStream(sequence, memory);
      streams.put(packet, stream);
    }
    return add(packet, client, stream, sequence);
  }

  /** Adds a segment to a stream and reads what it makes readable. */
  private @Nullable Name add(Packet packet, String client, TcpStream stream, int sequence) {
    while (!stream.put(sequence, packet.buffer(), packet.payloadOffset(), packet.payloadLength())) {
      if (!streams.makeRoom(stream)) {
        streams.remove(packet);
        return null;
      }
    }
    Progress progress = read(stream);
    boolean isFull = stream.assembly().contiguous() == Assembly.MAX_LENGTH;
    boolean isServers = stream.protocol == TcpProtocol.TLS_SERVER;
    if (progress == Progress.INCOMPLETE && !isFull && !(isServers && isCut(packet))) {
      if (isCut(packet) && !stream.assembly().hasGap()) {
        streams.drop(packet);
      }
      return null;
    }
    if (progress == Progress.INCOMPLETE && isServers) {
      // No more will come: what there is of the certificate may name the server all the same.
      progress = flight.read(stream.assembly().buffer(), 0, stream.gathered());
      progress = progress == Progress.INCOMPLETE ? Progress.DONE : progress;
    }
    Name name = progress == Progress.DONE ? tell(packet, client, stream.protocol) : null;
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
      case TLS, TLS_SERVER -> readRecords(stream, assembly);
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

  /** Whether a server's flight may go on: from TLS 1.3 on nothing readable follows its hello. */
  private static Progress readServersRecord(ByteBuffer buffer, int offset, int available) {
    int next = TLS_RECORD_HEADER + (buffer.getShort(offset + 3) & 0xffff);
    return next < available && buffer.get(offset + next) != TLS_HANDSHAKE
        ? Progress.MALFORMED
        : Progress.INCOMPLETE;
  }

  /** Reads what the records, in which a hello is spread, hold by now. */
  private Progress readRecords(TcpStream stream, Assembly assembly) {
    boolean isHandshake = stream.gather();
    if (!isHandshake && stream.protocol == TcpProtocol.TLS) {
      return Progress.MALFORMED;
    }
    if (isHandshake && !stream.isWorthReading()) {
      return Progress.INCOMPLETE;
    }
    ByteBuffer buffer = assembly.buffer();
    int available = stream.gathered();
    Progress progress;
    if (stream.protocol == TcpProtocol.TLS) {
      progress = hello.read(buffer, 0, available);
      stream.looked(TlsClientHello.length(buffer, 0, available));
    } else {
      progress = flight.read(buffer, 0, available);
      stream.looked(flight.length());
    }
    return isHandshake || progress == Progress.DONE ? progress : Progress.MALFORMED;
  }

  /** Tells what was just read: the flow's name, or what its server claims. */
  private @Nullable Name tell(Packet packet, String client, TcpProtocol protocol) {
    return switch (protocol) {
      case TLS -> {
        String host = hello.serverName();
        if (host == null) {
          streams.putReverse(packet, new TcpStream(packet.tcpAcknowledgment(), memory));
        }
        yield host == null ? null : publicNames.name(host, NameSource.SNI);
      }
      case TLS_SERVER -> {
        IpAddress server = new IpAddress(packet.sourceHigh(), packet.sourceLow());
        long now = packet.frame().timestamp();
        claims.add(now, client, server, flight.names(), NameSource.CERT);
        yield null;
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
