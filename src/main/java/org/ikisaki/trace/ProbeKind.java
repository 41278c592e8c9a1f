package org.ikisaki.trace;

/** What a probe is made of. */
public enum ProbeKind {
  UDP,
  ICMP,
  TCP,
  /** Read from a program that doesn't say. */
  UNKNOWN
}
