// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.layertap.value.Value;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What Layertap captured in a case beside what PyTorch's hooks saw, call by call. */
final class Comparison {
  private final ParityCase one;
  private final CapturedCase captured;
  private final NpzFile hooks;
  private final Map<String, List<String>> keysByCall = new LinkedHashMap<>();

  private int equal;
  private int untold;
  private final Map<String, Integer> opaque = new TreeMap<>();
  private final List<String> wrong = new ArrayList<>();

  private Comparison(ParityCase one, CapturedCase captured, NpzFile hooks) {
    this.one = one;
    this.captured = captured;
    this.hooks = hooks;
  }

  /**
   * How a case went.
   *
   * @param equal calls whose value is PyTorch's
   * @param untold calls for which the tracer kept another value than Python's, and no sign of it
   * @param opaque how many calls cannot be seen, by the reason that Layertap gives
   * @param wrong what is wrong, a line each
   * @param inputs how the modules' inputs went
   * @param bits the model's own outputs
   */
  record Result(
      int equal,
      int untold,
      Map<String, Integer> opaque,
      List<String> wrong,
      InputComparison.Result inputs,
      String bits) {
    int captured() {
      return equal + untold;
    }
  }

  static Result of(ParityCase one, boolean planned) throws Exception {
    try (CapturedCase captured = CapturedCase.run(one, planned);
        NpzFile hooks = new NpzFile(one.hooks())) {
      Comparison comparison = new Comparison(one, captured, hooks);
      comparison.compare();
      return new Result(
          comparison.equal,
          comparison.untold,
          comparison.opaque,
          comparison.wrong,
          InputComparison.of(one, captured),
          captured.bits());
    }
  }

  private void compare() throws IOException {
    one.order().forEach(call -> keysByCall.put(call, new ArrayList<>()));
    hooks.keys().forEach(key -> keysOf(callOf(key)).add(key));
    Set<String> explained = new HashSet<>();
    for (String call : keysByCall.keySet()) {
      explained.add(call);
      compare(call);
      for (String alias : one.aliases().getOrDefault(pathOf(call), List.of())) {
        String same = alias + call.substring(call.lastIndexOf('#'));
        explained.add(same);
        if (captured.values().containsKey(same)) {
          differences(call, same).forEach(wrong::add);
        }
      }
    }
    captured.values().keySet().stream()
        .filter(call -> !explained.contains(call))
        .forEach(call -> wrong.add(call + " was captured, and PyTorch's hooks saw no such call"));
    captured.errors().forEach(wrong::add);
  }

  private void compare(String call) throws IOException {
    Value value = captured.values().get(call);
    Optional<String> reason = value == null ? captured.reason(pathOf(call)) : reason(value);
    if (value == null && reason.isEmpty()) {
      wrong.add(call + " is missing, and nothing says why");
    } else if (reason.isPresent()) {
      opaque.merge(reason.get(), 1, Integer::sum);
    } else {
      List<String> differences = differences(call, call);
      if (differences.isEmpty()) {
        equal++;
      } else if (one.hasAnotherValue(call, keysOf(call))) {
        untold++;
      } else {
        wrong.addAll(differences);
      }
    }
  }

  /** Why a part of a value cannot be seen. */
  private static Optional<String> reason(Value value) {
    return value.leaves().values().stream()
        .filter(Value.Opaque.class::isInstance)
        .map(leaf -> ((Value.Opaque) leaf).reason())
        .findFirst();
  }

  private List<String> differences(String call, String place) throws IOException {
    if (one.isLeftOut(call)) {
      return List.of();
    }
    Map<String, RawArray> found =
        arrays(requireNonNull(captured.values().get(place)), keysOf(call));
    List<String> differences = new ArrayList<>();
    for (String key : keysOf(call)) {
      String step = one.keyOf(key).substring(call.length());
      RawArray array = found.remove(step);
      if (array == null) {
        differences.add(place + step + " is missing in what was captured");
      } else {
        array
            .difference(hooks.read(key), one.tolerance())
            .ifPresent(how -> differences.add(place + step + " " + how));
      }
    }
    found.keySet().forEach(step -> differences.add(place + step + " was not returned in PyTorch"));
    return differences;
  }

  private static Map<String, RawArray> arrays(Value value, List<String> keys) {
    Map<String, RawArray> arrays = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    value
        .leaves()
        .forEach(
            (step, leaf) ->
                array(leaf)
                    .ifPresent(
                        array -> {
                          arrays.put(step.isEmpty() ? "" : "/" + step, array);
                          names.add(leaf instanceof Value.Tensor t ? t.array().getName() : null);
                        }));
    return keys.stream().allMatch(key -> key.startsWith("#0"))
        ? asDjlReturns(arrays, names, keys)
        : arrays;
  }

  /** DJL makes a flat list of what a model returns: named, if it was a dict, else in order. */
  private static Map<String, RawArray> asDjlReturns(
      Map<String, RawArray> arrays, List<@Nullable String> names, List<String> keys) {
    if (arrays.size() != keys.size()
        || keys.stream().allMatch(key -> arrays.containsKey(key.substring(2)))) {
      return arrays;
    }
    Map<String, RawArray> renamed = new LinkedHashMap<>();
    List<RawArray> flat = List.copyOf(arrays.values());
    for (int i = 0; i < flat.size(); i++) {
      String named = "/" + names.get(i);
      renamed.put(keys.contains("#0" + named) ? named : keys.get(i).substring(2), flat.get(i));
    }
    return renamed;
  }

  /** A tensor, or a number of Python; nothing stands for None and for texts. */
  private static Optional<RawArray> array(Value leaf) {
    if (leaf instanceof Value.Tensor tensor) {
      NDArray array = tensor.array();
      return Optional.of(RawArray.of(array));
    }
    ByteBuffer eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    if (!(leaf instanceof Value.Scalar scalar)) {
      return Optional.empty();
    } else if (scalar.value() instanceof Long number) {
      return Optional.of(new RawArray(RawArray.Kind.INT64, new Shape(), eight.putLong(0, number)));
    } else if (scalar.value() instanceof Double number) {
      return Optional.of(
          new RawArray(RawArray.Kind.FLOAT64, new Shape(), eight.putDouble(0, number)));
    } else if (scalar.value() instanceof Boolean truth) {
      ByteBuffer bit = ByteBuffer.allocate(1).put(0, (byte) (truth ? 1 : 0));
      return Optional.of(new RawArray(RawArray.Kind.BOOLEAN, new Shape(), bit));
    }
    return Optional.empty();
  }

  /** The longest call that a key starts with: a dict's key may look like anything. */
  private String callOf(String key) {
    return keysByCall.keySet().stream()
        .filter(call -> key.equals(call) || key.startsWith(call + "/"))
        .max(java.util.Comparator.comparingInt(String::length))
        .orElseThrow();
  }

  private List<String> keysOf(String call) {
    return requireNonNull(keysByCall.get(call));
  }

  private static String pathOf(String call) {
    return call.substring(0, call.lastIndexOf('#'));
  }
}
