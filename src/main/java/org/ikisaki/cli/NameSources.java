package org.ikisaki.cli;

import org.jspecify.annotations.Nullable;

/** Where a name was learned, in words. */
final class NameSources {
  private NameSources() {}

  static String words(@Nullable String label) {
    if (label == null) {
      return "nothing";
    }
    return switch (label) {
      case "sni" -> "the TLS server name of its connections";
      case "quic" -> "the TLS server name of its QUIC connections";
      case "http" -> "the HTTP Host of its connections";
      case "h2" -> "the HTTP/2 authority of its connections";
      case "dtls" -> "the DTLS server name of its connections";
      case "dns" -> "a DNS answer to the device";
      case "dns-shared" -> "a DNS answer to the resolver that asks for the whole house";
      case "dns-other" -> "what another device knew of the address";
      case "ech-outer" -> "what a hidden handshake shows in place of its server name";
      case "cert" -> "the certificate that the server showed";
      case "ptr" -> "where the address's pointer (PTR) leads";
      case "persisted" -> "what the device had called it before";
      default -> label;
    };
  }
}
