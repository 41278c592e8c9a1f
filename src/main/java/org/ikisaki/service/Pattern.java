package org.ikisaki.service;

import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.ProtocolNames;

/** One thing that a rule looks for. Patterns with equal {@link #text} match the same subjects. */
sealed interface Pattern {
  /** In canonical form. */
  String text();

  Kind kind();

  /** Of two patterns of one kind, the one with more of it is the more specific. */
  int specificity();

  boolean matches(Subject subject);

  /** What a pattern looks at; the most specific first. */
  enum Kind {
    EXACT,
    SUFFIX,
    GLOB,
    REGEX,
    NETWORK,
    PORTS,
    AUTONOMOUS_SYSTEM,
    PROTOCOL,
    DEVICE
  }

  /** One host name. */
  record Exact(String text) implements Pattern {
    @Override
    public Kind kind() {
      return Kind.EXACT;
    }

    @Override
    public int specificity() {
      return 0;
    }

    @Override
    public boolean matches(Subject subject) {
      return text.equals(subject.host());
    }
  }

  /** {@code *.domain}: the domain itself and every name below it. */
  record Suffix(String domain) implements Pattern {
    @Override
    public String text() {
      return "*." + domain;
    }

    @Override
    public Kind kind() {
      return Kind.SUFFIX;
    }

    @Override
    public int specificity() {
      return domain.length();
    }

    @Override
    public boolean matches(Subject subject) {
      return subject.host() != null && holds(subject.host());
    }

    /** Whether a name is the domain, or lies below it. */
    boolean holds(String name) {
      int start = name.length() - domain.length();
      return name.endsWith(domain) && (start == 0 || name.charAt(start - 1) == '.');
    }
  }

  /** A host name in which {@code *} is any run of characters and {@code ?} is any one. */
  record Glob(String text) implements Pattern {
    @Override
    public Kind kind() {
      return Kind.GLOB;
    }

    /** The number of literal characters. */
    @Override
    public int specificity() {
      return (int) text.chars().filter(c -> c != '*' && c != '?').count();
    }

    @Override
    public boolean matches(Subject subject) {
      return subject.host() != null && Globs.matches(text, subject.host());
    }
  }

  /** {@code /expression/}, found anywhere in the name. */
  record Regex(com.google.re2j.Pattern expression) implements Pattern {
    @Override
    public String text() {
      return "/" + expression.pattern() + "/";
    }

    @Override
    public Kind kind() {
      return Kind.REGEX;
    }

    /** None: what an expression asks for can't be compared. */
    @Override
    public int specificity() {
      return 0;
    }

    @Override
    public boolean matches(Subject subject) {
      return subject.host() != null && expression.matcher(subject.host()).find();
    }
  }

  /** The addresses that share their first {@code length} bits with {@code address}. */
  record Network(IpAddress address, int length) implements Pattern {
    @Override
    public String text() {
      return address + "/" + length;
    }

    @Override
    public Kind kind() {
      return Kind.NETWORK;
    }

    @Override
    public int specificity() {
      return length;
    }

    @Override
    public boolean matches(Subject subject) {
      return holds(subject.address());
    }

    boolean holds(IpAddress other) {
      return other.isIpv4() == address.isIpv4() && other.network(length).equals(address);
    }
  }

  /**
   * The server's port.
   *
   * @param protocol that of the port, or {@link #ANY_PROTOCOL}
   * @param last inclusive
   */
  record Ports(int protocol, int first, int last) implements Pattern {
    static final int ANY_PROTOCOL = -1;

    @Override
    public String text() {
      String range = first == last ? Integer.toString(first) : first + "-" + last;
      return (protocol == ANY_PROTOCOL ? "port" : ProtocolNames.name(protocol)) + "/" + range;
    }

    @Override
    public Kind kind() {
      return Kind.PORTS;
    }

    /** The smaller range, and of equal ones that of one protocol. */
    @Override
    public int specificity() {
      return -2 * (last - first) - (protocol == ANY_PROTOCOL ? 1 : 0);
    }

    @Override
    public boolean matches(Subject subject) {
      return subject.port() >= first
          && subject.port() <= last
          && (protocol == ANY_PROTOCOL || protocol == subject.protocol());
    }
  }

  /** An autonomous system; the number is unsigned. */
  record AutonomousSystem(int number) implements Pattern {
    @Override
    public String text() {
      return "AS" + Integer.toUnsignedString(number);
    }

    @Override
    public Kind kind() {
      return Kind.AUTONOMOUS_SYSTEM;
    }

    @Override
    public int specificity() {
      return 0;
    }

    @Override
    public boolean matches(Subject subject) {
      return subject.asn() == number;
    }
  }

  /** An IP protocol. */
  record Protocol(int number) implements Pattern {
    @Override
    public String text() {
      return "protocol/" + ProtocolNames.name(number);
    }

    @Override
    public Kind kind() {
      return Kind.PROTOCOL;
    }

    @Override
    public int specificity() {
      return 0;
    }

    @Override
    public boolean matches(Subject subject) {
      return subject.protocol() == number;
    }
  }

  /** All that one device does. */
  record Device(String key) implements Pattern {
    @Override
    public String text() {
      return "device/" + key;
    }

    @Override
    public Kind kind() {
      return Kind.DEVICE;
    }

    @Override
    public int specificity() {
      return 0;
    }

    @Override
    public boolean matches(Subject subject) {
      return key.equals(subject.device());
    }
  }
}
