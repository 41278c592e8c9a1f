/** What an address is called, on which evidence, and how surely. */
@NullMarked
package org.ikisaki.naming;

import org.jspecify.annotations.NullMarked;
