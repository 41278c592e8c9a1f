/** The commands. */
@NullMarked
package org.ikisaki.cli;

import org.jspecify.annotations.NullMarked;
