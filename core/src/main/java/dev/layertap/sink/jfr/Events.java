// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.jfr;

import ai.djl.ndarray.types.Shape;
import dev.layertap.Activation;
import dev.layertap.CapturedLeaf;
import dev.layertap.sink.SinkPass;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/** All that links to the module {@code jdk.jfr}, which a runtime image may lack. */
final class Events {
  private Events() {}

  static void register() {
    FlightRecorder.register(BlockEvent.class);
    FlightRecorder.register(ActivationEvent.class);
  }

  static void unregister() {
    FlightRecorder.unregister(BlockEvent.class);
    FlightRecorder.unregister(ActivationEvent.class);
  }

  static @Nullable Runnable callStarted(int pass, String path, String type) {
    BlockEvent event = new BlockEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.pass = pass;
    event.path = path;
    event.type = type;
    event.begin();
    return event::commit;
  }

  static void write(SinkPass pass) {
    if (new ActivationEvent().isEnabled()) {
      pass.captured()
          .leaves()
          .forEach(
              leaf ->
                  leaf.statistics()
                      .ifPresent(numbers -> activation(pass.number(), leaf, numbers).commit()));
    }
  }

  private static ActivationEvent activation(int pass, CapturedLeaf leaf, Statistics numbers) {
    Activation activation = leaf.activation();
    ActivationEvent event = new ActivationEvent();
    event.pass = pass;
    event.key = leaf.key();
    event.path = activation.path();
    event.name = activation.name();
    event.type = activation.blockType();
    event.shape = String.valueOf(shape(leaf.value()));
    event.mean = numbers.mean();
    event.standardDeviation = numbers.standardDeviation();
    event.minimum = numbers.minimum();
    event.maximum = numbers.maximum();
    event.count = numbers.count();
    event.zero = numbers.zero();
    event.nan = numbers.nan();
    event.infinite = numbers.infinite();
    return event;
  }

  private static @Nullable Shape shape(Value value) {
    if (value instanceof Value.Tensor tensor) {
      return tensor.array().getShape();
    }
    return value instanceof Value.Summary summary ? summary.shape() : null;
  }
}
