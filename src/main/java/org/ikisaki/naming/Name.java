package org.ikisaki.naming;

/**
 * What an address was called, and on which evidence.
 *
 * @param host canonical host name: lower case, without the final dot
 */
public record Name(String host, NameSource source) {}
