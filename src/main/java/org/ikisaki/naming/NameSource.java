package org.ikisaki.naming;

/** Where a name was learned, strongest first within each group of NAMING's evidence classes. */
public enum NameSource {
  /** TLS server name of the flow itself (RFC 6066). */
  SNI("sni"),
  /** The same, from a QUIC Initial (RFC 9001). */
  QUIC("quic"),
  /** HTTP/1 Host of the flow itself. */
  HTTP("http"),
  /** HTTP/2 :authority of the flow itself. */
  H2("h2"),
  /** DTLS server name of the flow itself. */
  DTLS("dtls"),
  /** A DNS answer to this device that holds the address. */
  DNS("dns"),
  /** Such an answer that came when the flow had long begun, the only name it ever had here. */
  DNS_LATE("dns"),
  /** A DNS answer to the resolver at home that asks for this device and all others. */
  DNS_SHARED("dns-shared"),
  /**
   * A name that this device had for the address at another time: another flow's own, an answer of
   * more than a day ago, or one from before a restart.
   */
  PERSISTED("persisted"),
  /** A DNS answer to another device, or what its flow said. */
  DNS_OTHER("dns-other"),
  /** The certificate that the server showed, up to TLS 1.2 (RFC 6125): whose it is, if not who. */
  CERT("cert"),
  /**
   * What a hidden handshake shows in place of its server name (Encrypted Client Hello, RFC 9849): a
   * provider, not a service.
   */
  ECH_OUTER("ech-outer"),
  /** Where the address's pointer leads (RFC 1035, 3.5), as somebody here was told: provisional. */
  PTR("ptr");

  private final String label;

  NameSource(String label) {
    this.label = label;
  }

  /** Whether the flow said it itself; such a name is never overridden by another kind. */
  public boolean isOwn() {
    return this.ordinal() <= DTLS.ordinal();
  }

  /** Whether other evidence may come that overrides it. */
  public boolean isWeak() {
    return compareTo(PERSISTED) >= 0;
  }

  /** Whether others than the client's resolver or its flows said it, see {@link Claim}. */
  public boolean isClaimed() {
    return this == CERT || this == PTR;
  }

  /** Whether its names are a guess, good until there is any other. */
  public boolean isProvisional() {
    return this == PTR;
  }

  /** Whether its names override those of {@code other}. */
  public boolean isStrongerThan(NameSource other) {
    return compareTo(other) < 0;
  }

  /** As it is written in exports and rows. */
  public String label() {
    return label;
  }
}
