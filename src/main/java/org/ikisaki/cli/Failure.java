package org.ikisaki.cli;

/** A command that can't do what was asked; the message says why and what to do. */
final class Failure extends Exception {
  Failure(String message) {
    super(message);
  }
}
