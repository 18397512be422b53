// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** The options of the JVM that keep an agent from being attached to it. */
final class AttachOptions {
  private AttachOptions() {}

  /** Says which option to change; empty if none stands in the way, as far as this JVM tells. */
  static Optional<String> obstacle() {
    if (isSet("DisableAttachMechanism", "true")) {
      return Optional.of(
          "The Layertap agent cannot attach itself: this JVM was started with"
              + " -XX:+DisableAttachMechanism. Start it without that option, or with"
              + " -javaagent:layertap-agent.jar.");
    }
    if (isSet("EnableDynamicAgentLoading", "false")) {
      return Optional.of(
          "The Layertap agent cannot attach itself: this JVM loads no agents once it runs. Start it"
              + " with -XX:+EnableDynamicAgentLoading, or with -javaagent:layertap-agent.jar.");
    }
    return Optional.empty();
  }

  private static boolean isSet(String option, String value) {
    try {
      HotSpotDiagnosticMXBean options =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return options != null && options.getVMOption(option).getValue().equals(value);
    } catch (IllegalArgumentException | LinkageError e) {
      return false; // another JVM, or one without jdk.management: it tells when it is tried
    }
  }
}
