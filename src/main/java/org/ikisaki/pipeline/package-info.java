/** From frames to intervals to rows; the live view. */
@NullMarked
package org.ikisaki.pipeline;

import org.jspecify.annotations.NullMarked;
