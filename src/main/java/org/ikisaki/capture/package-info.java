/** Where frames come from: live interfaces, savefiles, standard input. */
@NullMarked
package org.ikisaki.capture;

import org.jspecify.annotations.NullMarked;
