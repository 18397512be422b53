// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import picocli.CommandLine.IVersionProvider;

/** The version of the jar that this class came in. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"layertap " + (version == null ? "(not packaged)" : version)};
  }
}
