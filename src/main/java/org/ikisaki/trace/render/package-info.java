/** What is drawn and written of traces, each format with its own encoder. */
@NullMarked
package org.ikisaki.trace.render;

import org.jspecify.annotations.NullMarked;
