/** How much of real traffic the catalogue knows. Nothing here is a test: see docs/rules.md. */
@NullMarked
package org.ikisaki.coverage;

import org.jspecify.annotations.NullMarked;
