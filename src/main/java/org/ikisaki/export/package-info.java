/** Cursors over the store: InfluxDB and its kin. */
@NullMarked
package org.ikisaki.export;

import org.jspecify.annotations.NullMarked;
