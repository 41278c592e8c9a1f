package org.ikisaki.wire;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The QUIC versions whose Initial packets we can open: what their keys are derived from, and how
 * they number packet types and frames.
 */
enum QuicVersion {
  /** RFC 9001, 5.2; the last drafts use the same. */
  V1("38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "quic", 0, 0x06),
  /** RFC 9369, 3.3. */
  V2("0dede3def700a6db819381be6e269dcbf9bd2ed9", "quicv2", 1, 0x06),
  /** draft-ietf-quic-tls-29 to 32. */
  DRAFT_29("afbfec289993d24c9e9786f19c6111e04390a899", "quic", 0, 0x06),
  /** draft-ietf-quic-tls-23 to 28. */
  DRAFT_23("c3eef712c72ebb5a11a7d2432bb46365bef9f502", "quic", 0, 0x06),
  /** draft-ietf-quic-tls-22. */
  DRAFT_22("7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a", "quic", 0, 0x06),
  /** Google's own handshake in the new packet format. */
  GOOGLE_Q050("504574efd066fe2f9d945cfcdbd3a7f0d3b56b45", "quic", 0, 0x08),
  GOOGLE_T050("7ff579e5acd072915580304c43a2367c60488310", "quic", 0, 0x08),
  GOOGLE_T051("7a4edef4e7ccee5fa4506c19124fc8ccda6e033d", "quic", 0, 0x06);

  private final String salt;
  private final String labelPrefix;
  private final int initialType;
  private final int cryptoFrame;

  QuicVersion(String salt, String labelPrefix, int initialType, int cryptoFrame) {
    this.salt = salt;
    this.labelPrefix = labelPrefix;
    this.initialType = initialType;
    this.cryptoFrame = cryptoFrame;
  }

  /** The version by its number on the wire, or null. */
  static @Nullable QuicVersion of(int number) {
    return switch (number) {
      case 0x0000_0001 -> V1;
      case 0x6b33_43cf -> V2;
      case 0x5130_3530 -> GOOGLE_Q050;
      case 0x5430_3530 -> GOOGLE_T050;
      case 0x5430_3531 -> GOOGLE_T051;
      // Facebook's mvfst.
      case 0xface_b001 -> DRAFT_22;
      case 0xface_b002, 0xface_b00e -> DRAFT_23;
      default -> number >>> 8 == 0xff_0000 ? ofDraft(number & 0xff) : null;
    };
  }

  private static @Nullable QuicVersion ofDraft(int draft) {
    return draft < 22 || draft > 34
        ? null
        : draft == 22 ? DRAFT_22 : draft < 29 ? DRAFT_23 : draft < 33 ? DRAFT_29 : V1;
  }

  /** Of HKDF-Extract over the first destination connection ID. */
  byte[] salt() {
    return HexFormat.of().parseHex(salt);
  }

  /** What the labels of packet protection keys begin with. */
  String labelPrefix() {
    return labelPrefix;
  }

  /** Long packet type of an Initial. */
  int initialType() {
    return initialType;
  }

  /** Long packet type of a Retry: types are numbered from another start in version 2. */
  int retryType() {
    return initialType + 3 & 3;
  }

  /** Type of CRYPTO frames. */
  int cryptoFrame() {
    return cryptoFrame;
  }
}
