package org.ikisaki.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.ikisaki.store.IntervalRows.Traffic;
import org.ikisaki.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** Which hosts, or addresses while they have no name, are series: text, or {@link IpAddress}. */
final class HostSeries extends SeriesPlaces<Object> {
  HostSeries(Connection connection, SeriesSettings settings) {
    super(connection, "host_series", List.of("host"), settings.hosts(), settings.perInterval());
  }

  @Override
  @Nullable Object key(Traffic row) {
    Object host = row.endpoint().host() != null ? row.endpoint().host() : row.endpoint().address();
    return Other.NAME.equals(host) ? null : host;
  }

  @Override
  Object key(ResultSet row) throws SQLException {
    Object host = row.getObject(1);
    return host instanceof byte[] address ? Addresses.read(address) : host;
  }

  @Override
  List<Object> columns(Object host) {
    return List.of(host instanceof IpAddress address ? address.toBytes() : host);
  }
}
