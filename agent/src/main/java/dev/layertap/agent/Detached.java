// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import dev.layertap.agent.live.Observers;
import dev.layertap.agent.weave.Unweaving;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What came of taking an agent away.
 *
 * @param unweaving which classes are as they were
 * @param apps what the app's own code has open
 * @param models the TorchScript models that were loaded, as their parts describe them
 */
record Detached(Unweaving unweaving, Observers apps, List<Map<?, ?>> models) {
  /** The sentences that the user needs, in order. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    int restored = unweaving.restored();
    lines.add(
        restored + (restored == 1 ? " class is as it was before." : " classes are as they were."));
    for (String failed : unweaving.failed()) {
      lines.add("This class stays woven, which does it no harm: " + failed);
    }
    int open = apps.ofKind("scope").size() + apps.ofKind("hook").size();
    if (open > 0) {
      lines.add(
          (open == 1
                  ? "1 scope or hook of the app's own code stays open and hears nothing from now on."
                  : open
                      + " scopes or hooks of the app's own code stay open and hear nothing from now"
                      + " on.")
              + " What a scope holds can be read until it is closed, and it says what happened.");
    }
    int rewritten = models.stream().mapToInt(Detached::open).sum();
    if (rewritten > 0) {
      lines.add(
          rewritten
              + (rewritten == 1 ? " TorchScript model keeps" : " TorchScript models keep")
              + " the methods that were added when it was loaded: it computes the same, and a file"
              + " saved of it has them too. Load it again to be rid of them.");
    }
    return lines;
  }

  private static int open(Map<?, ?> model) {
    return model.get("open") instanceof List<?> files ? files.size() : 0;
  }
}
