/**
 * Which way packets travel: traces, the places of their hops, and what is drawn of them.
 *
 * <p>Here is what a trace is; {@code read} takes in what other programs traced, {@code place} says
 * where a hop is, {@code render} draws.
 */
@NullMarked
package org.ikisaki.trace;

import org.jspecify.annotations.NullMarked;
