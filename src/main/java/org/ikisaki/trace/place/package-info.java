/** Where the hops of a trace are: what their names hint at, and what their round trips allow. */
@NullMarked
package org.ikisaki.trace.place;

import org.jspecify.annotations.NullMarked;
