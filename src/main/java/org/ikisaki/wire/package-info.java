/**
 * Views of wire formats: bytes in, fields out. Stateless; a decoder returns a verdict and never
 * throws on data.
 */
@NullMarked
package org.ikisaki.wire;

import org.jspecify.annotations.NullMarked;
