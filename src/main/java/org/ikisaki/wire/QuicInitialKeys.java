package org.ikisaki.wire;

import java.security.Key;

/**
 * What opens a client's Initial packets. Made by {@link QuicInitialCipher}.
 *
 * @param key of the payload
 * @param iv of the payload; not to be changed
 * @param headerKey of header protection
 */
@SuppressWarnings("ArrayRecordComponent")
public record QuicInitialKeys(Key key, byte[] iv, Key headerKey) {}
