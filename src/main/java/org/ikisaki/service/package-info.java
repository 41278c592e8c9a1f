/** Nickname rules: which service and category a host, an address or an AS belongs to. */
@NullMarked
package org.ikisaki.service;

import org.jspecify.annotations.NullMarked;
