// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import static java.util.Objects.requireNonNull;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** Runs a model so many times, and shows what the agent has to say of it. */
public final class PassesApp {
  private PassesApp() {}

  /**
   * Runs, and does one after the other what the arguments after the number say: {@code await},
   * {@code facts}, {@code beans}, {@code meters}, {@code close}. The property {@code
   * layertap.test.width} makes the first layer wider than 4.
   */
  public static void main(String[] arguments) throws Exception {
    List<String> wanted = List.of(arguments);
    int passes = Integer.parseInt(wanted.get(0));
    if (wanted.contains("meters")) {
      MeterPrinter.prepare();
    }
    Engine.getInstance().setRandomSeed(7);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      Block model =
          new SequentialBlock()
              .add(linear(Integer.getInteger("layertap.test.width", 4)))
              .add(list -> list)
              .add(linear(2));
      model.initialize(manager, DataType.FLOAT32, new Shape(2, 3));
      for (int i = 0; i < passes; i++) {
        run(manager, model, i);
      }
    }
    for (String word : wanted.subList(1, wanted.size())) {
      act(word, passes);
    }
  }

  private static void run(NDManager manager, Block model, int number) {
    try (NDManager own = manager.newSubManager()) {
      NDArray input = own.arange(6f).add(number).reshape(2, 3);
      NDList output = model.forward(new ParameterStore(own, false), new NDList(input), false);
      System.out.println("result " + Arrays.toString(output.get(0).toFloatArray()));
    }
  }

  private static Block linear(int units) {
    return Linear.builder().setUnits(units).build();
  }

  private static void act(String word, int passes) throws Exception {
    switch (word) {
      case "await" -> await(passes);
      case "facts" -> System.out.println("facts " + facts());
      case "beans" -> beans();
      case "meters" -> MeterPrinter.print();
      case "close" -> ((AutoCloseable) theRun()).close();
      default -> throw new IllegalArgumentException(word);
    }
  }

  private static Object theRun() throws ReflectiveOperationException {
    Map<?, ?> facts =
        (Map<?, ?>)
            Class.forName("java.lang.$LayertapBridge", true, null).getMethod("facts").invoke(null);
    return requireNonNull((Collection<?>) facts.get("runs")).iterator().next();
  }

  private static Map<?, ?> facts() throws ReflectiveOperationException {
    return (Map<?, ?>) ((Supplier<?>) theRun()).get();
  }

  /** Until the sinks have seen all passes; whoever runs this gives up if they never do. */
  private static void await(int passes) throws Exception {
    while (number("captured") < passes || number("waitingBytes") > 0) {
      Thread.sleep(10);
    }
  }

  private static long number(String fact) throws ReflectiveOperationException {
    return requireNonNull((Number) facts().get(fact)).longValue();
  }

  private static void beans() throws JMException {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    Set<ObjectName> names =
        new TreeSet<>(server.queryNames(new ObjectName("dev.layertap:*"), null));
    System.out.println("beans " + names.size());
    for (ObjectName name : names) {
      System.out.println(
          "bean "
              + name
              + " calls "
              + server.getAttribute(name, "Calls")
              + " activations "
              + server.getAttribute(name, "Activations"));
    }
  }
}
