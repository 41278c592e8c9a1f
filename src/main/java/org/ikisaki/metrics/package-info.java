/** Counters and gauges: everything that moves has one. */
@NullMarked
package org.ikisaki.metrics;

import org.jspecify.annotations.NullMarked;
