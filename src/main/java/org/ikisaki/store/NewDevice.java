package org.ikisaki.store;

import java.time.Instant;

/**
 * A device that was never there before.
 *
 * @param key its MAC address
 * @param label what it was called by the end of the interval in which it came
 */
public record NewDevice(String key, String label, Instant time) {}
