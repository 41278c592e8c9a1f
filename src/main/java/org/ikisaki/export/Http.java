package org.ikisaki.export;

import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** What the client's library has no function for. */
final class Http {
  private static final long MAX_ANSWER_BYTES = 4 * 1024;

  private Http() {}

  /** Sends it; any status of success counts as done. */
  static Reply send(OkHttpClient http, Request request) {
    try (Response response = http.newCall(request).execute()) {
      if (response.isSuccessful()) {
        return Reply.STORED;
      }
      return Reply.ofStatus(
          response.code(),
          response.peekBody(MAX_ANSWER_BYTES).string(),
          response.header("Retry-After"));
    } catch (IOException e) {
      return Reply.unavailable(InfluxClient.describe(e));
    }
  }
}
