/** YAML to located nodes: every mistake of a file is reported at once, with its line and column. */
@NullMarked
package org.ikisaki.config;

import org.jspecify.annotations.NullMarked;
