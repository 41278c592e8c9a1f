/** What many traces say together: by which countries and networks packets travel. */
@NullMarked
package org.ikisaki.trace.stats;

import org.jspecify.annotations.NullMarked;
