package org.ikisaki.service;

import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * What the rules look at.
 *
 * @param host canonical host name, or null where none is known
 * @param address the remote address, or the network it lies in
 * @param asn autonomous system number, 0 where unknown
 * @param asOrg the organisation of the AS, empty where unknown
 */
public record Subject(@Nullable String host, IpAddress address, int asn, String asOrg) {}
