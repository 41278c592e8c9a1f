/**
 * What the fuzz tests share. They lie beside what they test, each a class {@code …FuzzTest} with
 * one method; Jazzer runs each in a JVM of its own.
 */
@NullMarked
package org.ikisaki.fuzz;

import org.jspecify.annotations.NullMarked;
