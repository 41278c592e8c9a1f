package org.ikisaki.naming;

/** How many bytes all assemblies of an observer may take. Confined to one capture thread. */
final class Memory {
  private final int limit;
  private int taken;

  Memory(int limit) {
    this.limit = limit;
  }

  boolean take(int bytes) {
    if (bytes > limit - taken) {
      return false;
    }
    taken += bytes;
    return true;
  }

  void free(int bytes) {
    taken -= bytes;
  }

  int taken() {
    return taken;
  }
}
