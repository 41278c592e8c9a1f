/** Programs that strain Ikisaki for longer than a test may: see {@code bin/endurance}. */
@NullMarked
package org.ikisaki.endurance;

import org.jspecify.annotations.NullMarked;
