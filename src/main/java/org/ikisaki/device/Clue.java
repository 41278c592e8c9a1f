package org.ikisaki.device;

import org.ikisaki.naming.ClueKind;

/**
 * What was said of a device, and when.
 *
 * @param firstSeen seconds since 1970, as is {@code lastSeen}
 */
public record Clue(ClueKind kind, String value, long firstSeen, long lastSeen) {}
