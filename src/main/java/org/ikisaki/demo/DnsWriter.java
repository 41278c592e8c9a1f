package org.ikisaki.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ikisaki.wire.IpAddress;

/** Writes one DNS message, with names compressed (RFC 1035, 4.1). Confined to one thread. */
final class DnsWriter {
  static final int A = 1;
  static final int CNAME = 5;
  static final int PTR = 12;
  static final int TXT = 16;
  static final int AAAA = 28;
  static final int SRV = 33;
  static final int HTTPS = 65;

  /** Class IN; of a question over mDNS, answer by multicast. */
  static final int IN = 1;

  /** Class IN with mDNS's cache-flush bit (RFC 6762, 10.2). */
  static final int IN_UNIQUE = 0x8001;

  private static final int POINTER = 0xc000;

  private final Bytes out = new Bytes();
  private final Map<String, Integer> suffixes = new HashMap<>();

  DnsWriter(int id, int flags, int questions, int answers) {
    out.u16(id).u16(flags).u16(questions).u16(answers).u16(0).u16(0);
  }

  DnsWriter question(String name, int type) {
    name(name);
    out.u16(type).u16(IN);
    return this;
  }

  DnsWriter address(String name, int dnsClass, int ttl, IpAddress address) {
    record(name, address.isIpv4() ? A : AAAA, dnsClass, ttl);
    int length = out.open();
    out.put(address.toBytes()).close(length);
    return this;
  }

  /** A record whose data is a name: CNAME or PTR. */
  DnsWriter pointer(String name, int type, int ttl, String target) {
    record(name, type, IN, ttl);
    int length = out.open();
    name(target);
    out.close(length);
    return this;
  }

  DnsWriter service(String name, int ttl, int port, String target) {
    record(name, SRV, IN_UNIQUE, ttl);
    int length = out.open();
    out.u16(0).u16(0).u16(port);
    name(target);
    out.close(length);
    return this;
  }

  /** A text record that holds one pair (RFC 6763, 6). */
  DnsWriter text(String name, int ttl, String key, String value) {
    record(name, TXT, IN_UNIQUE, ttl);
    int length = out.open();
    out.u8(key.length() + 1 + value.length()).ascii(key).u8('=').ascii(value).close(length);
    return this;
  }

  byte[] toArray() {
    return out.toArray();
  }

  private void record(String owner, int type, int dnsClass, int ttl) {
    name(owner);
    out.u16(type).u16(dnsClass).u32(ttl);
  }

  private void name(String name) {
    String rest = name;
    while (!rest.isEmpty()) {
      Integer seen = suffixes.putIfAbsent(rest, out.size());
      if (seen != null) {
        out.u16(POINTER | seen);
        return;
      }
      int dot = rest.indexOf('.');
      String label = dot < 0 ? rest : rest.substring(0, dot);
      out.u8(label.length()).ascii(label);
      rest = dot < 0 ? "" : rest.substring(dot + 1);
    }
    out.u8(0);
  }

  /** A query of a stub resolver. */
  static byte[] query(int id, String name, int type) {
    return new DnsWriter(id, 0x0100, 1, 0).question(name, type).toArray();
  }

  /** The answer to it: the chain of aliases, and the addresses at its end, if there are any. */
  static byte[] answer(
      int id, String name, int type, List<String> aliases, List<IpAddress> addresses, int ttl) {
    DnsWriter writer =
        new DnsWriter(id, 0x8180, 1, aliases.size() + addresses.size()).question(name, type);
    String owner = name;
    for (String alias : aliases) {
      writer.pointer(owner, CNAME, 300, alias);
      owner = alias;
    }
    for (IpAddress address : addresses) {
      writer.address(owner, IN, ttl, address);
    }
    return writer.toArray();
  }
}
