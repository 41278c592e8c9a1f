package org.ikisaki.store;

import java.time.Instant;
import org.ikisaki.naming.EncryptedDns.Kind;

/**
 * That a device asks DNS questions encrypted, or gives a sign of it.
 *
 * @param device its key
 * @param name what it is called
 * @param server the operator, or the server's host or address
 * @param lastSeen some ten minutes behind, at most
 */
public record EncryptedDnsRow(
    String device, String name, Kind kind, String server, Instant firstSeen, Instant lastSeen) {}
