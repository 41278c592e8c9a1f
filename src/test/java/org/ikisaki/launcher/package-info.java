/** Tests of the scripts in {@code bin} and of the systemd unit. */
@NullMarked
package org.ikisaki.launcher;

import org.jspecify.annotations.NullMarked;
