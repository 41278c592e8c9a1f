package org.ikisaki.demo;

import java.time.Duration;

/**
 * What an application does on a connection: so many turns of a request and its response.
 *
 * @param turns how many requests
 * @param pause nanoseconds before each, more or less
 * @param request bytes of each request, more or less
 * @param response bytes of each response, more or less
 * @param nanosPerByte how fast it goes
 * @param merged segments that the capturing host's network card merges into one frame (GRO)
 */
record Script(int turns, long pause, int request, int response, int nanosPerByte, int merged) {
  private static final long SECOND = 1_000_000_000L;
  private static final int FAST = 100;
  private static final int VIDEO_RATE = 400;

  /** One request, at once. */
  static Script once(int request, int response) {
    return new Script(1, 0, request, response, FAST, 1);
  }

  /** The pieces of a page, one after the other. */
  static Script page(int turns, int response) {
    return new Script(turns, SECOND / 4, 450, response, FAST, 1);
  }

  /** A chunk every ten seconds while somebody watches. */
  static Script video(Duration length, int chunk, int merged) {
    long pause = 10 * SECOND;
    int turns = (int) Math.max(1, length.toNanos() / pause);
    return new Script(turns, pause, 700, chunk, VIDEO_RATE, merged);
  }

  /** A sign of life now and then. */
  static Script keepAlive(Duration length, Duration pause) {
    int turns = (int) Math.max(1, length.toNanos() / pause.toNanos());
    return new Script(turns, pause.toNanos(), 45, 60, FAST, 1);
  }

  /** A file, asked for in pieces. */
  static Script download(int turns, int piece, int merged) {
    return new Script(turns, SECOND, 300, piece, FAST, merged);
  }

  /** A file, sent in pieces. */
  static Script upload(int turns, int piece, int merged) {
    return new Script(turns, SECOND, piece, 150, VIDEO_RATE, merged);
  }

  /** The same, where nothing is merged: datagrams. */
  Script unmerged() {
    return new Script(turns, pause, request, response, nanosPerByte, 1);
  }
}
