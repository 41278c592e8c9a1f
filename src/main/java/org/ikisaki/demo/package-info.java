/** A made-up household, generated from a seed: what the demo plays and the tests replay. */
@NullMarked
package org.ikisaki.demo;

import org.jspecify.annotations.NullMarked;
