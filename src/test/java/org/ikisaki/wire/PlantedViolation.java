package org.ikisaki.wire;

import java.sql.Connection;
import org.ikisaki.store.Counters;

/** What the architecture test must find: wire reaching up, and for a library it must not know. */
public record PlantedViolation(Counters counters, Connection connection) {}
