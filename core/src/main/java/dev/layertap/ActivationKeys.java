// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.ndarray.NDArray;
import dev.layertap.file.ArrayKey;
import dev.layertap.take.Side;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The keys under which activations stand in files, the same that the command line writes. */
final class ActivationKeys {
  private ActivationKeys() {}

  /** Every array by its key, in order of execution. */
  static Map<String, NDArray> arrays(List<Activation> activations) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (CapturedLeaf leaf : leaves(activations)) {
      if (leaf.value() instanceof Value.Tensor tensor) {
        arrays.put(leaf.key(), tensor.array());
      } else if (leaf.value() instanceof Value.Summary) {
        throw new LayertapException(
            leaf.activation().where() + " holds statistics only, and files hold arrays.");
      }
    }
    if (arrays.isEmpty()) {
      throw new LayertapException("There is no array to save: nothing that was captured is one.");
    }
    return arrays;
  }

  /** What stands at the ends of the activations' structures; all of them can still be read. */
  static List<CapturedLeaf> leaves(List<Activation> activations) {
    activations.forEach(Activation::check);
    return leaves(activations, one -> one.look(value -> value));
  }

  /** The ends of every activation's structure, in order of execution. */
  static List<CapturedLeaf> leaves(
      List<Activation> activations, Function<Activation, Value> valueOf) {
    List<String> calls = activations.stream().map(ActivationKeys::call).toList();
    Set<String> ambiguous = capturedTwice(activations, calls);
    List<CapturedLeaf> leaves = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      Activation one = activations.get(i);
      String call = calls.get(i);
      String key = ambiguous.contains(call) ? one.name() + "=" + call : call;
      valueOf
          .apply(one)
          .leaves()
          .forEach(
              (step, leaf) ->
                  leaves.add(
                      new CapturedLeaf(
                          step.isEmpty() ? key : key + separator(one) + step, one, step, leaf)));
    }
    return leaves;
  }

  /** Inputs are a sequence of arguments, and say so. */
  private static String separator(Activation one) {
    return one.side() == Side.INPUT ? "<" : "/";
  }

  private static String call(Activation one) {
    return new ArrayKey(ArrayKey.plain(one.path()), one.call(), one.pass(), "").toString();
  }

  /** The calls that stand there under two names or more. */
  private static Set<String> capturedTwice(List<Activation> activations, List<String> calls) {
    Map<String, String> names = new HashMap<>();
    Set<String> twice = new HashSet<>();
    for (int i = 0; i < calls.size(); i++) {
      String name = activations.get(i).name();
      if (!name.equals(names.getOrDefault(calls.get(i), name))) {
        twice.add(calls.get(i));
      }
      names.put(calls.get(i), name);
    }
    return twice;
  }
}
