/** Accounts packets to flows and devices. Confined to one capture thread. */
@NullMarked
package org.ikisaki.flow;

import org.jspecify.annotations.NullMarked;
