package org.ikisaki.export;

import java.io.IOException;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Turns a write of the 2.x client into one that InfluxDB 1.x understands: {@code
 * /api/v2/write?org&bucket&precision} into {@code /write?db&rp&precision}, with basic
 * authentication. The bucket is the retention policy, {@link #DEFAULT_POLICY} the database's own.
 */
final class Influx1Dialect implements Interceptor {
  static final String DEFAULT_POLICY = "-";

  private static final String V2_WRITE = "/api/v2/write";
  private static final String V1_WRITE = "/write";

  private final Target.Influx1 target;
  private final @Nullable String authorization;

  Influx1Dialect(Target.Influx1 target) {
    this.target = target;
    this.authorization = basic(target.username(), target.password());
  }

  /** The header for a user; null where there is none. */
  static @Nullable String basic(String username, @Nullable Secret password) {
    return username.isEmpty()
        ? null
        : Credentials.basic(username, password == null ? "" : password.reveal());
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    Request.Builder builder = request.newBuilder();
    if (authorization != null) {
      builder.header("Authorization", authorization);
    }
    if (request.url().encodedPath().endsWith(V2_WRITE)) {
      builder.url(rewrite(request.url()));
    }
    return chain.proceed(builder.build());
  }

  HttpUrl rewrite(HttpUrl v2) {
    String path = v2.encodedPath();
    HttpUrl.Builder v1 =
        v2.newBuilder()
            .encodedPath(path.substring(0, path.length() - V2_WRITE.length()) + V1_WRITE)
            .query(null)
            .addQueryParameter("db", target.database())
            .addQueryParameter("precision", precision(v2.queryParameter("precision")));
    String policy = v2.queryParameter("bucket");
    if (policy != null && !policy.equals(DEFAULT_POLICY)) {
      v1.addQueryParameter("rp", policy);
    }
    return v1.build();
  }

  private static String precision(@Nullable String v2) {
    if (v2 == null) {
      return "ns";
    }
    return v2.equals("us") ? "u" : v2;
  }
}
