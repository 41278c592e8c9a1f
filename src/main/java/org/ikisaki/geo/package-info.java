/** The autonomous system and the country of an address. */
@NullMarked
package org.ikisaki.geo;

import org.jspecify.annotations.NullMarked;
