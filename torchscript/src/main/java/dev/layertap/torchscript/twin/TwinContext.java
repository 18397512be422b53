// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import java.util.List;
import java.util.Set;

/**
 * What the writing of each twin needs to know of all others.
 *
 * @param names the names to use
 * @param graph who calls whom
 * @param reports who reports
 * @param results what traced methods' results were
 * @param numbering who has which number
 * @param twins which routines get a twin
 * @param lasting which routines' results nothing overwrites
 * @param inlining whose bodies stand where they are called
 * @param support the shared functions
 */
record TwinContext(
    TwinNames names,
    CallGraph graph,
    Reporting reports,
    TracedResults results,
    Numbering numbering,
    Set<Routine> twins,
    Set<Routine> lasting,
    Inlining inlining,
    SupportCode support) {

  boolean isTwinCall(Routine caller, ModuleCall call) {
    return graph.obstacle(caller, call).isEmpty()
        && graph.targets(call).stream().anyMatch(twins::contains);
  }

  /** Whether a routine is told by its caller which module reports. */
  boolean isToldItsSlot(Routine routine) {
    return numbering.tells(routine);
  }

  /** Whether a call runs exactly one routine, which is told its slot. */
  boolean tellsSlot(ModuleCall call) {
    List<Routine> targets = graph.targets(call);
    return call.kind() == ModuleCall.Kind.METHOD
        && call.owner().isPresent()
        && targets.size() == 1
        && isToldItsSlot(targets.get(0));
  }
}
