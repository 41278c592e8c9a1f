package org.ikisaki.store;

import java.time.Instant;
import java.util.List;
import org.ikisaki.naming.WhyUnnamed;
import org.jspecify.annotations.Nullable;

/**
 * Traffic of one device with one endpoint that has no name.
 *
 * @param address of the endpoint; the network where what it calls itself hides its name
 * @param shownHost what a hidden handshake shows in place of its server name, else null
 * @param since when the device was first seen to have such traffic
 * @param encrypted how the device asks its DNS questions encrypted, what is surest first
 */
public record UnnamedRow(
    String device,
    String address,
    @Nullable String shownHost,
    int protocol,
    int port,
    int asn,
    String asOrg,
    String country,
    Instant since,
    Counters counters,
    WhyUnnamed why,
    List<EncryptedDnsRow> encrypted) {}
