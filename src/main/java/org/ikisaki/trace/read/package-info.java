/** What others wrote: traces of other programs, and lists of what to trace. */
@NullMarked
package org.ikisaki.trace.read;

import org.jspecify.annotations.NullMarked;
