// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.value.Statistics;
import java.util.List;
import java.util.Map;

/**
 * What came of a capture, for a table or JSON.
 *
 * @param plan what was asked for
 * @param values what was taken, in order of execution
 * @param statistics of those that are tensors, by key
 * @param opaque what cannot be seen
 * @param notRun what was selected, can be seen, and did not run
 * @param misses what was asked for by a selector of its own and is not there, for messages
 */
record CaptureReport(
    CapturePlan plan,
    List<CapturedValue> values,
    Map<String, Statistics> statistics,
    List<Unseen> opaque,
    List<Unseen> notRun,
    List<String> misses) {

  /**
   * A place, or a call or part of a result, without a value.
   *
   * @param key the path as a selector spells it, and the call and element if it is only one
   * @param module the module's type
   * @param reason why
   */
  record Unseen(String key, String module, String reason) {
    @Override
    public String toString() {
      return "%s (%s): %s".formatted(key.isEmpty() ? "the model" : key, module, reason);
    }
  }
}
