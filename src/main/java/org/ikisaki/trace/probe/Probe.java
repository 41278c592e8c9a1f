package org.ikisaki.trace.probe;

import org.ikisaki.wire.IpAddress;

/**
 * A packet that is to die on its way.
 *
 * @param flow of the target, from 0: load balancers send all probes of one flow the same way
 * @param ttl how many hops it lives, from 1
 * @param id 1 to 65535, of no other probe in flight
 */
public record Probe(IpAddress target, int flow, int ttl, int id) {}
