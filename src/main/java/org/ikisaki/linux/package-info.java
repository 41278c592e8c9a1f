/**
 * The few system calls that we make: packet sockets, mapped rings, probes, waiting. Knows JNA
 * alone.
 */
@NullMarked
package org.ikisaki.linux;

import org.jspecify.annotations.NullMarked;
