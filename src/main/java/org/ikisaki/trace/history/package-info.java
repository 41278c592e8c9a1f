/** Traces in the store, and how their routes change. */
@NullMarked
package org.ikisaki.trace.history;

import org.jspecify.annotations.NullMarked;
