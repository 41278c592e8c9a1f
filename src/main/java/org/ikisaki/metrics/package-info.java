/** Counters and gauges, and the small server that Prometheus reads them from. */
@NullMarked
package org.ikisaki.metrics;

import org.jspecify.annotations.NullMarked;
