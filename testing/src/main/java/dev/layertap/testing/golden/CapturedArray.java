// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.CapturedLeaf;
import dev.layertap.file.ArrayKey;
import dev.layertap.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of a scope, or a number, truth value or text that was made one.
 *
 * @param key as {@link CaptureScope#save} writes it
 * @param names how a file of others may name it: by its path alone, if it is the only call of it
 * @param activation whose array it is
 * @param array the array itself
 * @param isWhole whether it was captured as an array, and may be too large for a file
 */
record CapturedArray(
    String key, List<String> names, Activation activation, NDArray array, boolean isWhole) {
  private static final Pattern CALL = Pattern.compile("(.*)#\\d+(?:@\\d+)?(?=[</]|$)");

  static List<CapturedArray> of(CaptureScope scope, NDManager manager) {
    List<Activation> activations = scope.all();
    List<CapturedArray> all = new ArrayList<>();
    for (CapturedLeaf leaf : scope.leaves()) {
      Activation owner = leaf.activation();
      if (leaf.value() instanceof Value.Tensor tensor) {
        List<String> names = names(leaf.key(), owner, activations);
        all.add(new CapturedArray(leaf.key(), names, owner, tensor.array(), true));
      } else if (leaf.value() instanceof Value.Scalar scalar) {
        String key = leaf.key() + ScalarArray.ending(scalar);
        List<String> names = names(key, owner, activations);
        all.add(new CapturedArray(key, names, owner, ScalarArray.of(scalar, manager), false));
      } else if (leaf.value() instanceof Value.Summary) {
        throw noFileFor(scope);
      }
    }
    if (all.isEmpty()) {
      throw noFileFor(scope);
    }
    return all;
  }

  /** What a scope says that cannot be saved. */
  private static IllegalStateException noFileFor(CaptureScope scope) {
    return new IllegalStateException("not an array, and yet saved: " + scope.arrays().keySet());
  }

  private static List<String> names(String key, Activation one, List<Activation> all) {
    List<String> names = new ArrayList<>(List.of(key));
    String call = call(one);
    int at = key.indexOf(call);
    String rest = key.substring(at + call.length());
    names.add(call + rest);
    boolean isOnly =
        all.stream()
            .filter(other -> other.path().equals(one.path()))
            .allMatch(other -> other.call() == one.call() && other.pass() == one.pass());
    if (isOnly && one.call() == 0 && one.pass() == 0) {
      names.add(path(one) + rest);
      if (one.path().isEmpty()) {
        names.add("." + rest);
      }
    }
    return names.stream().distinct().toList();
  }

  /** Whether a key is that of another call of the same place: one that the scope has not seen. */
  boolean isAnotherCallOf(String otherKey, List<CapturedArray> all) {
    Matcher call = CALL.matcher(otherKey);
    return call.lookingAt()
        && call.group(1).equals(path(activation))
        && all.stream().noneMatch(one -> one.call().equals(call.group()));
  }

  private String call() {
    return call(activation);
  }

  private static String call(Activation one) {
    return new ArrayKey(path(one), one.call(), one.pass(), "").toString();
  }

  private static String path(Activation one) {
    return ArrayKey.plain(one.path());
  }
}
