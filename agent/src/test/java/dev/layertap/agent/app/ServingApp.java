// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiFunction;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** Serves predictions for as long as its standard input lasts, and knows nothing of Layertap. */
public final class ServingApp implements BiFunction<Object, Object[], Object> {
  private int heard;

  private ServingApp() {}

  /**
   * Obeys {@code predict}, which prints the result's bits; {@code hear}, which listens to the
   * bridge by itself from then on and prints how many blocks it has heard of; {@code count CLASS},
   * which prints how many instances of a class there are; {@code meters}, which prints how many
   * meters Micrometer has.
   */
  public static void main(String[] arguments) throws Exception {
    ServingApp app = new ServingApp();
    try {
      serve(app);
    } finally {
      Reference.reachabilityFence(app); // the bridge holds it weakly
    }
  }

  private static void serve(ServingApp app) throws Exception {
    Engine.getInstance().setRandomSeed(7);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      Block net =
          new SequentialBlock()
              .add(Linear.builder().setUnits(4).build())
              .add(Activation.reluBlock())
              .add(new OwnBlock(Linear.builder().setUnits(2).build()));
      net.initialize(manager, DataType.FLOAT32, new Shape(2, 3));
      System.out.println("ready " + predict(net, manager));
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        System.out.println(app.obey(line, net, manager));
      }
    }
  }

  private Object obey(String line, Block net, NDManager manager)
      throws ReflectiveOperationException, JMException {
    if (line.equals("predict")) {
      return predict(net, manager);
    }
    if (line.equals("hear")) {
      if (heard == 0) {
        EventPrinter.bridge().getMethod("listen", BiFunction.class).invoke(null, this);
      }
      return heard;
    }
    if (line.equals("meters")) {
      return MeterPrinter.count();
    }
    return count(line.substring("count ".length()));
  }

  @Override
  public @Nullable Object apply(Object block, Object[] arguments) {
    heard++;
    return null;
  }

  private static String predict(Block net, NDManager parent) {
    try (NDManager manager = parent.newSubManager()) {
      NDArray input = manager.arange(6f).reshape(2, 3);
      float[] values =
          net.forward(new ParameterStore(manager, false), new NDList(input), false)
              .singletonOrThrow()
              .toFloatArray();
      int[] bits = new int[values.length];
      Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
      return Arrays.toString(bits);
    }
  }

  /** Collects what nobody reaches first, as the histogram of live objects does. */
  private static long count(String name) throws JMException, IllegalStateException {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(cells -> cells.length >= 4 && cells[3].equals(name))
        .mapToLong(cells -> Long.parseLong(cells[1]))
        .sum();
  }
}
