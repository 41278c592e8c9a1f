package org.ikisaki.export;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** A server that time series are written to. */
public sealed interface Target {
  /** What its cursor is kept under, and what messages call it. */
  String name();

  HttpUrl url();

  Terms terms();

  /** What it is called in the configuration. */
  default String kindLabel() {
    return kind().label();
  }

  /** What else is lost at the server when it is built anew; empty where nothing is. */
  default String rebuildCost() {
    return kind().rebuildCost();
  }

  Kind kind();

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
      @Nullable Secret password,
      Terms terms)
      implements Target {
    @Override
    public Kind kind() {
      return Kind.INFLUXDB1;
    }
  }

  /**
   * InfluxDB 2.x, or a server that takes its writes and deletions.
   *
   * @param org empty where the server knows none
   * @param token null where the server asks for none
   */
  record Influx2(
      String name, HttpUrl url, String org, String bucket, @Nullable Secret token, Terms terms)
      implements Target {
    @Override
    public Kind kind() {
      return Kind.INFLUXDB2;
    }
  }

  /**
   * InfluxDB 3 Core.
   *
   * @param token null where the server asks for none
   */
  record Influx3(String name, HttpUrl url, String database, @Nullable Secret token, Terms terms)
      implements Target {
    @Override
    public Kind kind() {
      return Kind.INFLUXDB3;
    }
  }

  /**
   * VictoriaMetrics.
   *
   * @param username empty where the server asks for none, or for a token
   * @param token null where the server asks for none
   */
  record VictoriaMetrics(
      String name,
      HttpUrl url,
      String username,
      @Nullable Secret password,
      @Nullable Secret token,
      Terms terms)
      implements Target {
    @Override
    public Kind kind() {
      return Kind.VICTORIAMETRICS;
    }
  }
}
