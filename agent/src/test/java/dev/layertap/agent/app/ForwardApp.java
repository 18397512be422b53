// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

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
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;

/** Runs small models of every kind of block, and prints each result to the last bit. */
public final class ForwardApp {
  private ForwardApp() {}

  /** Listens to the agent if the argument {@code listen} is given. */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    // The first DJL class that this JVM loads is a block of the app.
    OwnBlock own = new OwnBlock(linear(2));
    EventPrinter events = new EventPrinter();
    List<String> wanted = List.of(arguments);
    if (wanted.contains("attach")) {
      Class.forName("dev.layertap.agent.SelfAttach").getMethod("attach").invoke(null);
    }
    if (wanted.contains("listen")) {
      Runnable unused = events.listen();
    }
    try {
      run(own);
    } finally {
      Reference.reachabilityFence(events); // the bridge holds it weakly
    }
  }

  private static void run(Block own) {
    Engine.getInstance().setRandomSeed(7);
    try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
      ParameterStore store = new ParameterStore(manager, false);
      NDArray input = manager.arange(6f).reshape(2, 3);

      Block sequential =
          initialized(
              manager,
              new SequentialBlock().add(linear(4)).add(list -> list).add(new OwnBlock(linear(2))));
      print("sequential", sequential.forward(store, new NDList(input), false));

      Block pair = initialized(manager, new PairBlock(linear(4), linear(2)));
      print("pair", pair.forward(store, new NDList(input), new NDList(input), null));

      Block alone = initialized(manager, own);
      print("own", alone.forward(store, new NDList(input), new NDList(input), null));

      FailingBlock failing = new FailingBlock();
      Block above = initialized(manager, new SequentialBlock().add(failing));
      try {
        above.forward(store, new NDList(input), false);
      } catch (IllegalStateException e) {
        System.out.println("result failing same=" + (e == failing.thrown));
        System.out.println("result stack " + Arrays.toString(e.getStackTrace()));
      }
    }
  }

  private static Block linear(int units) {
    return Linear.builder().setUnits(units).build();
  }

  private static Block initialized(NDManager manager, Block block) {
    block.initialize(manager, DataType.FLOAT32, new Shape(2, 3));
    return block;
  }

  private static void print(String name, NDList result) {
    float[] values = result.singletonOrThrow().toFloatArray();
    int[] bits = new int[values.length];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    System.out.println("result " + name + " " + Arrays.toString(bits));
  }
}
