package org.ikisaki.trace;

/**
 * An entry of the label stack that a router quotes of the packet it dropped (RFC 4950, RFC 3032).
 *
 * @param label 20 bits
 * @param trafficClass 3 bits
 * @param bottom whether it is the last of the stack
 * @param ttl 8 bits
 */
public record MplsLabel(int label, int trafficClass, boolean bottom, int ttl) {}
