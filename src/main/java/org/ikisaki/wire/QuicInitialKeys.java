package org.ikisaki.wire;

/**
 * What opens a client's Initial packets. Made by {@link QuicInitialCipher}; not to be changed.
 *
 * @param key of the payload
 * @param iv of the payload
 * @param headerKey of header protection
 */
@SuppressWarnings("ArrayRecordComponent")
public record QuicInitialKeys(byte[] key, byte[] iv, byte[] headerKey) {}
