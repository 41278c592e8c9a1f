package org.ikisaki.device;

import org.ikisaki.naming.ClueKind;

/**
 * What was said of a device, and when.
 *
 * @param isOwn whether it was said of the device itself, not only of one that is joined to it
 * @param firstSeen seconds since 1970, as is {@code lastSeen}
 */
public record Clue(ClueKind kind, String value, boolean isOwn, long firstSeen, long lastSeen) {}
