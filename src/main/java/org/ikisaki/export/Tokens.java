package org.ikisaki.export;

import org.jspecify.annotations.Nullable;

/** What to do about tokens. */
final class Tokens {
  private Tokens() {}

  /** Where a server does not know who asks. */
  static String remedy(@Nullable Secret token) {
    return token == null
        ? "the server asks for a token: set token-file"
        : "it does not know this token: correct token or token-file";
  }
}
