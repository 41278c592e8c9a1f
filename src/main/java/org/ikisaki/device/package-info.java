/** What the devices of a home are called and what they are, read from what was said of them. */
@NullMarked
package org.ikisaki.device;

import org.jspecify.annotations.NullMarked;
