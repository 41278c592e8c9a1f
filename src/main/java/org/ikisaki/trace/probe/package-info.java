/**
 * Traces of our own: probes with few hops to live, and what routers say of them.
 *
 * <p>{@link Tracer} decides what to send when; a {@link ProbeChannel} sends it and tells what came
 * back. One thread does both.
 */
@NullMarked
package org.ikisaki.trace.probe;

import org.jspecify.annotations.NullMarked;
