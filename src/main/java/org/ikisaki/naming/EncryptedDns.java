package org.ikisaki.naming;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.ikisaki.config.ConfigException;
import org.ikisaki.config.Node;
import org.ikisaki.config.YamlFile;
import org.ikisaki.wire.IpAddress;
import org.ikisaki.wire.IpProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Tells from what is in the clear that a device asks its DNS questions encrypted, or hides where it
 * goes behind a relay. Immutable.
 */
public final class EncryptedDns {
  private static final String FILE = "encrypted-dns.yaml";
  private static final String SUBDOMAINS = "*";

  /** DNS over TLS (RFC 7858) and over QUIC (RFC 9250). */
  private static final int DOT_PORT = 853;

  private static final int HTTPS_PORT = 443;

  private final Map<String, String> resolverHosts = new HashMap<>();
  private final Map<IpAddress, String> resolverAddresses = new HashMap<>();
  private final Map<String, String> relayHosts = new HashMap<>();
  private final Map<String, String> questions = new HashMap<>();

  private EncryptedDns(Node root) {
    root.allowOnly("resolvers", "relays", "questions");
    root.get("resolvers")
        .entries()
        .forEach(
            (operator, node) -> {
              node.allowOnly("hosts", "addresses");
              put(node.get("hosts"), operator, resolverHosts);
              for (Node element : node.get("addresses").elements()) {
                resolverAddresses.put(IpAddress.parse(element.string("")), operator);
              }
            });
    root.get("relays")
        .entries()
        .forEach((operator, node) -> put(node.get("hosts"), operator, relayHosts));
    root.get("questions").entries().forEach((what, node) -> put(node, what, questions));
  }

  /** Reads what is known of operators from the jar; keep the result. */
  public static EncryptedDns known() {
    try (InputStream in = EncryptedDns.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the jar");
      }
      return YamlFile.parse(FILE, in.readAllBytes(), EncryptedDns::new);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " can't be read", e);
    } catch (ConfigException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What an answered connection is, by port, server name and address.
   *
   * @param host what the server is called, null while unknown
   * @return null if it is nothing of the kind, as far as can be told
   */
  public @Nullable Sighting ofConnection(
      int protocol, int port, IpAddress server, @Nullable String host) {
    if (port == DOT_PORT) {
      Kind kind =
          protocol == IpProtocol.TCP ? Kind.DOT : protocol == IpProtocol.UDP ? Kind.DOQ : null;
      return kind == null ? null : new Sighting(kind, operator(server, host));
    }
    if (port != HTTPS_PORT) {
      return null;
    }
    String relay = find(relayHosts, host);
    if (relay != null) {
      return new Sighting(Kind.RELAY, relay);
    }
    // An operator's address has its website too: a name decides where there is one.
    String resolver = host == null ? resolverAddresses.get(server) : find(resolverHosts, host);
    return resolver == null ? null : new Sighting(Kind.DOH, resolver);
  }

  /** What it tells that a name was asked for in the clear; null if nothing. */
  public @Nullable Sighting ofQuestion(String name) {
    String question = find(questions, name);
    if (question != null) {
      return new Sighting(Kind.QUESTION, question);
    }
    String operator = find(resolverHosts, name);
    if (operator == null) {
      operator = find(relayHosts, name);
    }
    return operator == null ? null : new Sighting(Kind.LOOKUP, operator);
  }

  private String operator(IpAddress server, @Nullable String host) {
    String known = find(resolverHosts, host);
    if (known == null) {
      known = resolverAddresses.get(server);
    }
    return known != null ? known : host != null ? host : server.toString();
  }

  private static @Nullable String find(Map<String, String> hosts, @Nullable String host) {
    if (host == null) {
      return null;
    }
    String exact = hosts.get(host);
    int dot = host.indexOf('.');
    while (exact == null && dot >= 0) {
      exact = hosts.get(SUBDOMAINS + host.substring(dot));
      dot = host.indexOf('.', dot + 1);
    }
    return exact;
  }

  private static void put(Node hosts, String operator, Map<String, String> index) {
    hosts.strings().forEach(host -> index.put(host, operator));
  }

  /** How, the surest first. */
  public enum Kind {
    /** DNS over TLS. */
    DOT("dot"),
    /** DNS over QUIC. */
    DOQ("doq"),
    /** DNS over HTTPS, with a server that is known for it. */
    DOH("doh"),
    /** A relay takes its questions and its traffic. */
    RELAY("relay"),
    /** It asked in the clear for a resolver or relay that takes encrypted questions. */
    LOOKUP("lookup"),
    /** It asked in the clear whether, or where, it may ask encrypted. */
    QUESTION("question");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** Whether questions were really asked that way; else it is a sign that they may be. */
    public boolean isUse() {
      return compareTo(LOOKUP) < 0;
    }

    /** As it is written in rows. */
    public String label() {
      return label;
    }

    /** The kind with a label. */
    public static Kind of(String label) {
      for (Kind kind : values()) {
        if (kind.label.equals(label)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no kind of encrypted DNS: " + label);
    }
  }

  /**
   * That it was seen.
   *
   * @param server the operator's name, or the server's host or address where that is unknown
   */
  public record Sighting(Kind kind, String server) {}
}
