package org.ikisaki.wire;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names in an X.509 certificate (RFC 5280, 4.1 and 4.2.1.6): a reusable view.
 *
 * <pre>
 *  Certificate SEQUENCE { tbsCertificate SEQUENCE {
 *      [0] version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo,
 *      [1] issuerUniqueID, [2] subjectUniqueID,
 *      [3] extensions SEQUENCE OF { extnID, critical, extnValue OCTET STRING } }, … }
 *  subjectAltName = SEQUENCE OF { [2] dNSName | … }
 * </pre>
 *
 * <p>The subject's common name stands in only where there is no dNSName (RFC 6125, 6.4.4). What was
 * read of a certificate that never arrives whole is still there to be asked for.
 */
final class CertificateNames {
  /** Delivery networks put a hundred names into one certificate; the first tell whose it is. */
  private static final int MAX_NAMES = 32;

  private static final int SEQUENCE = DerElement.SEQUENCE;
  private static final int VERSION = 0xa0;
  private static final int ISSUER_UNIQUE_ID = 0x81;
  private static final int SUBJECT_UNIQUE_ID = 0x82;
  private static final int EXTENSIONS = 0xa3;
  private static final int DNS_NAME = 0x82;

  /** id-ce-subjectAltName, 2.5.29.17. */
  private static final byte[] SUBJECT_ALT_NAME = {0x55, 0x1d, 0x11};

  /** id-at-commonName, 2.5.4.3. */
  private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};

  /** serialNumber, signature, issuer and validity stand before the subject. */
  private static final int[] BEFORE_SUBJECT = {
    DerElement.INTEGER, DerElement.SEQUENCE, DerElement.SEQUENCE, DerElement.SEQUENCE
  };

  private final DerElement outer = new DerElement();
  private final DerElement element = new DerElement();
  private final DerElement inner = new DerElement();
  private final List<String> names = new ArrayList<>();
  private @Nullable String commonName;
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int available;

  /**
   * Reads a certificate.
   *
   * @param end where it ends, as its header states
   * @param available where the bytes end that are there
   */
  Progress read(ByteBuffer buffer, int offset, int end, int available) {
    this.buffer = buffer;
    this.available = Math.min(end, available);
    names.clear();
    commonName = null;
    Progress progress = outer.read(buffer, offset, end, this.available, DerElement.SEQUENCE);
    if (progress == Progress.DONE) {
      progress = outer.read(buffer, outer.contents(), outer.end(), this.available, SEQUENCE);
    }
    return progress == Progress.DONE ? readTbs(outer.contents(), outer.end()) : progress;
  }

  /** The dNSNames, or else the common name; lower case, in their order, wildcards as {@code *.}. */
  List<String> names() {
    if (!names.isEmpty()) {
      return List.copyOf(names);
    }
    return commonName == null ? List.of() : List.of(commonName);
  }

  private Progress readTbs(int first, int end) {
    int at = first;
    Progress progress = element.read(buffer, at, end, available);
    if (progress == Progress.DONE && element.tag() == VERSION) {
      at = element.end();
    }
    for (int tag : BEFORE_SUBJECT) {
      progress = element.read(buffer, at, end, available, tag);
      if (progress != Progress.DONE) {
        return progress;
      }
      at = element.end();
    }
    progress = element.read(buffer, at, end, available, SEQUENCE);
    if (progress != Progress.DONE) {
      return progress;
    }
    readSubject(element.contents(), element.end());
    at = element.end();
    // The public key, unique identifiers, and at last the extensions.
    while (at < end) {
      progress = element.read(buffer, at, end, available);
      if (progress != Progress.DONE) {
        return progress;
      }
      switch (element.tag()) {
        case SEQUENCE, ISSUER_UNIQUE_ID, SUBJECT_UNIQUE_ID -> at = element.end();
        case EXTENSIONS -> {
          progress = element.read(buffer, element.contents(), element.end(), available, SEQUENCE);
          return progress == Progress.DONE
              ? readExtensions(element.contents(), element.end())
              : progress;
        }
        default -> {
          return Progress.MALFORMED;
        }
      }
    }
    return Progress.DONE;
  }

  /**
   * Name ::= SEQUENCE OF SET OF SEQUENCE { type OBJECT IDENTIFIER, value }. The last one counts.
   */
  private void readSubject(int first, int end) {
    if (end > available) {
      return;
    }
    int at = first;
    while (inner.read(buffer, at, end, available, DerElement.SET) == Progress.DONE) {
      at = inner.end();
      int setEnd = inner.end();
      if (inner.read(buffer, inner.contents(), setEnd, available, SEQUENCE) != Progress.DONE) {
        return;
      }
      int pairEnd = inner.end();
      if (isObject(inner.contents(), pairEnd, COMMON_NAME)
          && inner.read(buffer, inner.end(), pairEnd, available) == Progress.DONE) {
        commonName = name(inner.contents(), inner.end());
      }
    }
  }

  private Progress readExtensions(int first, int end) {
    int at = first;
    while (at < end) {
      Progress progress = element.read(buffer, at, end, available, SEQUENCE);
      if (progress != Progress.DONE) {
        return progress;
      }
      at = element.end();
      int extensionEnd = element.end();
      if (element.contents() < available
          && isObject(element.contents(), extensionEnd, SUBJECT_ALT_NAME)) {
        return readAlternatives(inner.end(), extensionEnd);
      }
    }
    return end > available ? Progress.INCOMPLETE : Progress.DONE;
  }

  private Progress readAlternatives(int afterObject, int end) {
    Progress progress = inner.read(buffer, afterObject, end, available);
    if (progress == Progress.DONE && inner.tag() == DerElement.BOOLEAN) {
      progress = inner.read(buffer, inner.end(), end, available);
    }
    if (progress == Progress.DONE) {
      progress =
          inner.tag() == DerElement.OCTET_STRING
              ? inner.read(buffer, inner.contents(), inner.end(), available, SEQUENCE)
              : Progress.MALFORMED;
    }
    if (progress != Progress.DONE) {
      return progress;
    }
    int at = inner.contents();
    int namesEnd = inner.end();
    while (at < namesEnd && names.size() < MAX_NAMES) {
      progress = inner.read(buffer, at, namesEnd, available);
      if (progress != Progress.DONE || inner.end() > available) {
        return progress == Progress.MALFORMED ? progress : Progress.INCOMPLETE;
      }
      String name = inner.tag() == DNS_NAME ? name(inner.contents(), inner.end()) : null;
      if (name != null && !names.contains(name)) {
        names.add(name);
      }
      at = inner.end();
    }
    return Progress.DONE;
  }

  /** Whether an object identifier stands at {@code at}; the inner element is then at it. */
  private boolean isObject(int at, int end, byte[] wanted) {
    if (inner.read(buffer, at, end, available, DerElement.OBJECT_IDENTIFIER) != Progress.DONE
        || inner.end() > available
        || inner.end() - inner.contents() != wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (buffer.get(inner.contents() + i) != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** A host name or a wildcard that stands for its first label; null for anything else. */
  private @Nullable String name(int from, int to) {
    boolean isWildcard = to - from > 2 && buffer.get(from) == '*' && buffer.get(from + 1) == '.';
    int start = isWildcard ? from + 2 : from;
    String host = HostNames.host(buffer, start, to - start);
    if (host == null || host.indexOf('.') < 0) {
      return null;
    }
    return isWildcard ? "*." + host : host;
  }
}
