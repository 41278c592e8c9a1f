package org.ikisaki.naming;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How sure a name is, by what it rests on: in percent, how many of a hundred flows so named were
 * right about the host, and about its service. Measured by {@code bin/calibrate}; what the figures
 * rest on is in docs/naming.md.
 */
public enum Confidence {
  /** The flow said it itself. */
  OWN(99, 99),
  /** An answer of the last ten seconds; the address had no other name here for a day. */
  FRESH_ALONE(99, 99),
  /** The same, among names of one service. */
  FRESH_ONE_SERVICE(98, 99),
  /** The same, among names of several services. */
  FRESH_SEVERAL(93, 93),
  /** An answer of the last day; the address had no other name here in that time. */
  ANSWER_ALONE(92, 95),
  /** The same, among names of one service. */
  ANSWER_ONE_SERVICE(49, 99),
  /** The same, among names of two or three services. */
  ANSWER_SEVERAL(36, 40),
  /** The same, among names of more services. */
  ANSWER_MANY(29, 30),
  /** An answer that came after the flow had begun, the only name there ever was. */
  LATE_ALONE(67, 78),
  /** What this device knew at another time, the only name it had for the address. */
  MEMORY_ALONE(95, 97),
  /** The same, among names of one service; or they all came after the flow had begun. */
  MEMORY_ONE_SERVICE(65, 98),
  /** What other devices knew, one name. */
  OTHERS_ALONE(77, 93),
  /** The same, among names of one service. */
  OTHERS_ONE_SERVICE(31, 97),
  /** The certificate's only name. */
  CERTIFICATE_ALONE(97, 98),
  /** One of its names, all of one service. */
  CERTIFICATE_ONE_SERVICE(0, 98),
  /** Where the address's pointer leads. */
  POINTER(21, 49),
  /** What a hidden handshake shows in place of its name. */
  OUTER(0, 0);

  private static final long FRESH = 10_000_000_000L;
  private static final int SEVERAL = 3;

  private final int host;
  private final int service;

  Confidence(int host, int service) {
    this.host = host;
    this.service = service;
  }

  /** How sure it is that the host has this very name, in percent. */
  public int host() {
    return host;
  }

  /** How sure it is that the host belongs to the service that the name reads as, in percent. */
  public int service() {
    return service;
  }

  /** As it is written in rows. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one of that label; null if there is none. */
  public static @Nullable Confidence of(@Nullable String label) {
    for (Confidence confidence : values()) {
      if (confidence.label().equals(label)) {
        return confidence;
      }
    }
    return null;
  }

  /** Of what a flow said itself. */
  public static Confidence ofOwn(NameSource source) {
    return source == NameSource.ECH_OUTER ? OUTER : OWN;
  }

  /** Of an answer to the same device, {@code age} nanoseconds before the flow. */
  static Confidence ofAnswer(long age, Choice choice) {
    boolean fresh = age <= FRESH;
    if (choice.names() == 1) {
      return fresh ? FRESH_ALONE : ANSWER_ALONE;
    }
    if (choice.services() == 1) {
      return fresh ? FRESH_ONE_SERVICE : ANSWER_ONE_SERVICE;
    }
    if (fresh) {
      return FRESH_SEVERAL;
    }
    return choice.services() <= SEVERAL ? ANSWER_SEVERAL : ANSWER_MANY;
  }

  /** Of what the same device learned when the flow had begun; null if that is no evidence. */
  static @Nullable Confidence ofLate(Choice choice) {
    return choice.names() == 1 ? LATE_ALONE : choice.services() == 1 ? MEMORY_ONE_SERVICE : null;
  }

  /** Of what the same device knew at another time; null if that is no evidence. */
  static @Nullable Confidence ofMemory(Choice choice) {
    return choice.names() == 1 ? MEMORY_ALONE : choice.services() == 1 ? MEMORY_ONE_SERVICE : null;
  }

  /** Of what other devices knew; null if that is no evidence. */
  static @Nullable Confidence ofOthers(Choice choice) {
    return choice.names() == 1 ? OTHERS_ALONE : choice.services() == 1 ? OTHERS_ONE_SERVICE : null;
  }

  /** Of a certificate's names; null if they are no evidence. */
  static @Nullable Confidence ofCertificate(Choice choice) {
    return choice.names() == 1
        ? CERTIFICATE_ALONE
        : choice.services() == 1 ? CERTIFICATE_ONE_SERVICE : null;
  }

  /**
   * Between how many a name was chosen.
   *
   * @param names different names that it could be
   * @param services different services that those read as, no more than names
   */
  record Choice(int names, int services) {
    /** There is but one. */
    static final Choice NONE = new Choice(1, 1);

    /**
     * Between different hosts.
     *
     * @param service what a host reads as
     */
    static Choice among(Collection<String> hosts, Function<String, ?> service) {
      if (hosts.size() <= 1) {
        return NONE;
      }
      Set<Object> services = new HashSet<>();
      hosts.forEach(host -> services.add(service.apply(host)));
      return new Choice(hosts.size(), services.size());
    }
  }
}
