/** What packets cost. Nothing here is a test: see docs/performance.md. */
@NullMarked
package org.ikisaki.benchmark;

import org.jspecify.annotations.NullMarked;
