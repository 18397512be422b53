// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.command;

import dev.layertap.agent.live.Surroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the doctor says without a JVM to look into: what this Java and this jar can do. */
public final class MachineReport {
  private static final int NEWEST_TESTED = 25;

  private MachineReport() {}

  /**
   * Looks around.
   *
   * @param version the agent's
   * @param jar the agent's
   * @return the report
   */
  public static String of(String version, Path jar) {
    List<String> reasons = new ArrayList<>();
    int feature = Runtime.version().feature();
    if (feature > NEWEST_TESTED) {
      reasons.add(
          "Java "
              + feature
              + " is newer than "
              + NEWEST_TESTED
              + ", the newest that this Layertap is tested with.");
    }
    boolean canAttach = canAttach();
    if (!canAttach) {
      reasons.add(
          "This Java has no module jdk.attach: it can run with -javaagent, and attach to no other"
              + " JVM. A JDK's java can.");
    }
    for (String part : List.of("core", "torchscript")) {
      if (MachineReport.class.getResource("/META-INF/layertap/" + part + ".jar") == null) {
        reasons.add(
            "The jar has no layertap-"
                + part
                + " in it: an app without Layertap cannot be captured by a configuration.");
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add("Layertap " + version + ", " + jar);
    lines.add("verdict: " + (reasons.isEmpty() ? "supported" : "works with limits"));
    reasons.forEach(reason -> lines.add("  - " + reason));
    lines.add("jvm: " + Surroundings.thisJvm() + ", " + System.getProperty("java.home"));
    if (canAttach) {
      List<String> jvms = RunningJvms.described();
      lines.add("JVMs to attach to: " + (jvms.isEmpty() ? "none" : jvms.size()));
      jvms.forEach(jvm -> lines.add("  " + jvm));
    }
    return String.join("\n", lines);
  }

  private static boolean canAttach() {
    return ModuleLayer.boot().findModule("jdk.attach").isPresent();
  }
}
