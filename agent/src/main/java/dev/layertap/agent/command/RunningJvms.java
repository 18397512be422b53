// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.command;

import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.util.List;

/** The JVMs of this user that let themselves be attached to. */
final class RunningJvms {
  private RunningJvms() {}

  static List<String> pids() {
    return VirtualMachine.list().stream().map(VirtualMachineDescriptor::id).toList();
  }

  /** Each one's process and what it runs, this one left out. */
  static List<String> described() {
    String own = Long.toString(ProcessHandle.current().pid());
    return VirtualMachine.list().stream()
        .filter(jvm -> !jvm.id().equals(own))
        .map(jvm -> jvm.id() + " " + firstWord(jvm.displayName()))
        .toList();
  }

  private static String firstWord(String name) {
    int end = name.indexOf(' ');
    return name.isBlank() ? "(unknown)" : end < 0 ? name : name.substring(0, end);
  }
}
