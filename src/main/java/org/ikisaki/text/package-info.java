/** Encoders: what keeps foreign text from being more than text in an output. */
@NullMarked
package org.ikisaki.text;

import org.jspecify.annotations.NullMarked;
