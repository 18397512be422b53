// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

/** The version of this agent. */
final class Version {
  private Version() {}

  /** As the jar's manifest says; a class folder has none. */
  static String current() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
