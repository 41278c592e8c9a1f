package org.ikisaki.export;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A server that time series are written to. */
public sealed interface Target {
  /** What its cursor is kept under, and what messages call it. */
  String name();

  HttpUrl url();

  /**
   * InfluxDB 1.x.
   *
   * @param retentionPolicy empty for the database's default one
   * @param username empty where the server asks for none
   */
  record Influx1(
      String name,
      HttpUrl url,
      String database,
      String retentionPolicy,
      String username,
      @Nullable Secret password)
      implements Target {}

  /**
   * InfluxDB 2.x, or a server that takes its writes.
   *
   * @param org empty where the server knows none
   * @param token null where the server asks for none
   */
  record Influx2(String name, HttpUrl url, String org, String bucket, @Nullable Secret token)
      implements Target {}
}
