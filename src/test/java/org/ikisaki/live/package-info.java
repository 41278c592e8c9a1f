/** Tests of the whole product on a network of its own. */
@NullMarked
package org.ikisaki.live;

import org.jspecify.annotations.NullMarked;
