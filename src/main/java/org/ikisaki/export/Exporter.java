package org.ikisaki.export;

/** Placeholder so that the package exists; see the exporters. */
interface Exporter {}
