package org.ikisaki.trace.place;

import java.util.Optional;
import java.util.function.Function;
import org.ikisaki.geo.Place;
import org.ikisaki.trace.Location;
import org.ikisaki.wire.IpAddress;

/**
 * What is known of addresses elsewhere.
 *
 * @param network its AS, and the country that is registered in
 * @param city where a database with cities has it
 * @param home where traces of an origin begin, if that is known
 */
public record Sources(
    Function<IpAddress, Place> network,
    Function<IpAddress, Optional<Location>> city,
    Function<String, Optional<Location>> home) {}
