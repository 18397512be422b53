// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import dev.layertap.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What modules were given, beside what PyTorch's hooks saw them given.
 *
 * <p>A traced method has only the tensors that were used, in an order of its own: there each of its
 * tensors must be one that Python gave.
 */
final class InputComparison {
  private final ParityCase one;
  private final NpzFile hooks;

  private int equal;
  private int dropped;
  private final List<String> wrong = new ArrayList<>();

  private InputComparison(ParityCase one, NpzFile hooks) {
    this.one = one;
    this.hooks = hooks;
  }

  /**
   * How a case's inputs went.
   *
   * @param equal tensors that PyTorch's hooks saw and Layertap captured
   * @param dropped tensors that a traced method does not have
   * @param wrong what is wrong, a line each
   */
  record Result(int equal, int dropped, List<String> wrong) {}

  static Result of(ParityCase one, CapturedCase captured) throws IOException {
    if (one.inputHooks().isEmpty()) {
      return new Result(0, 0, List.of());
    }
    try (NpzFile hooks = new NpzFile(one.inputHooks().get())) {
      InputComparison comparison = new InputComparison(one, hooks);
      comparison.compare(captured);
      return new Result(comparison.equal, comparison.dropped, comparison.wrong);
    }
  }

  private void compare(CapturedCase captured) throws IOException {
    Map<String, List<String>> keysByCall = new LinkedHashMap<>();
    for (String key : hooks.keys()) {
      String call = key.substring(0, key.lastIndexOf('<'));
      keysByCall.computeIfAbsent(call, unseen -> new ArrayList<>()).add(key);
    }
    for (Map.Entry<String, List<String>> entry : keysByCall.entrySet()) {
      String call = entry.getKey();
      Value value = captured.inputs().get(call);
      if (call.startsWith("#") && !one.method().isEmpty()) {
        continue; // DJL's list of inputs begins with what chooses the method.
      }
      if (value != null) {
        compare(call, entry.getValue(), value.leaves());
      } else if (captured.reason(call.substring(0, call.lastIndexOf('#'))).isEmpty()) {
        wrong.add(call + "< is missing, and nothing says why");
      }
    }
  }

  private void compare(String call, List<String> keys, Map<String, Value> leaves)
      throws IOException {
    for (String key : keys) {
      RawArray right = hooks.read(key);
      String position = key.substring(key.lastIndexOf('<') + 1);
      Value leaf = leaves.get(position);
      boolean isThere =
          one.isTraced()
              ? leaves.values().stream().anyMatch(other -> isEqual(other, right))
              : leaf != null && isEqual(leaf, right);
      if (isThere) {
        equal++;
      } else if (one.isTraced()) {
        dropped++;
      } else {
        wrong.add(call + "<" + position + ": " + described(leaf, right));
      }
    }
  }

  private String described(@Nullable Value leaf, RawArray right) {
    return leaf instanceof Value.Tensor tensor
        ? RawArray.of(tensor.array()).difference(right, one.tolerance()).orElse("equal")
        : "is " + leaf + ", not an array";
  }

  private boolean isEqual(Value leaf, RawArray right) {
    return leaf instanceof Value.Tensor tensor
        && RawArray.of(tensor.array()).difference(right, one.tolerance()).isEmpty();
  }
}
