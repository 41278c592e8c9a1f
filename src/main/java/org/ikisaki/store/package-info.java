/** The SQLite journal: rows, queries, retention. */
@NullMarked
package org.ikisaki.store;

import org.jspecify.annotations.NullMarked;
