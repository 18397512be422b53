// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.layertap.Activation;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.select.Place;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.trace.Tracer;
import dev.layertap.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Layertap shows of one run of a case, read while the scope is open. */
final class CapturedCase implements AutoCloseable {
  private final CaseModel model;
  private final NDManager manager;
  private final CaptureScope scope;
  private final Map<String, Value> values = new LinkedHashMap<>();
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Map<String, Optional<String>> places = new LinkedHashMap<>();

  private final String bits;

  private CapturedCase(CaseModel model, NDManager manager, NDList inputs, boolean planned) {
    this.model = model;
    this.manager = manager;
    boolean isClosed = Tracer.INSTANCE.tree(model.block()).places().size() == 1;
    // Of a model that was frozen whole there is no twin.
    boolean hasTwin =
        Tracer.INSTANCE.tree(model.block()).places().stream()
            .anyMatch(place -> !place.path().isRoot() && place.opaque().isEmpty());
    if (planned && hasTwin) {
      model.plan();
    }
    this.scope =
        isClosed
            ? Layertap.on(model.model()).open(".")
            : Layertap.on(model.model())
                .addCapture("**", Take.both())
                .addCapture(".", Take.both())
                .open();
    this.bits = OutputBits.of(model.block(), inputs, false);
    read();
  }

  static CapturedCase run(ParityCase one, boolean planned) throws Exception {
    CaseModel model = CaseModel.load(one.model());
    NDManager manager = NDManager.newBaseManager("PyTorch");
    return new CapturedCase(model, manager, one.inputs(manager), planned);
  }

  private void read() {
    List<Activation> all = scope.all();
    // A result that no NDList can hold makes two passes: the second is the engine's own.
    int last = scope.passCount() - 1;
    for (Activation activation : all) {
      if (activation.pass() == last) {
        (activation.side() == Side.INPUT ? inputs : values)
            .put(plain(activation.path()) + "#" + activation.call(), activation.value());
      }
    }
    for (Place place : Tracer.INSTANCE.tree(model.block()).places()) {
      places.put(String.join(".", place.path().steps()), place.opaque());
    }
  }

  /** Without the backslashes that a selector wants in front of its own signs. */
  private static String plain(String path) {
    return path.replaceAll("\\\\(.)", "$1");
  }

  /** Each value by {@code PATH#CALL}, in order of execution. */
  Map<String, Value> values() {
    return values;
  }

  /** What modules were given, by {@code PATH#CALL}: a sequence of arguments each. */
  Map<String, Value> inputs() {
    return inputs;
  }

  /** What the model itself returned. */
  String bits() {
    return bits;
  }

  List<String> errors() {
    return scope.internalErrors();
  }

  /** Why nothing is known of a path: it is opaque, or it is not there and what enclosed it is. */
  Optional<String> reason(String path) {
    Optional<String> reason = places.get(path);
    if (reason != null) {
      return reason;
    }
    int end = path.lastIndexOf('.');
    return path.isEmpty() ? Optional.empty() : reason(end < 0 ? "" : path.substring(0, end));
  }

  @Override
  public void close() {
    scope.close();
    manager.close();
    model.close();
  }
}
