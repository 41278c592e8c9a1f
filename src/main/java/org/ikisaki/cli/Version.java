package org.ikisaki.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar that is running. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"ikisaki " + (version == null ? "(not from a jar)" : version)};
  }
}
