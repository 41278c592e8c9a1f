/** The composition root: builds, starts and stops; owns every thread. */
@NullMarked
package org.ikisaki.daemon;

import org.jspecify.annotations.NullMarked;
