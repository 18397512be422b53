// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.GhostBatchNorm;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import ai.djl.nn.recurrent.GRU;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.recurrent.RNN;
import ai.djl.nn.transformer.BertBlock;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import dev.layertap.tests.SmallNet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Runs every kind of model of these tests that is made of blocks, and prints the bits of what came
 * out, in use and in training. It knows nothing of Layertap.
 */
public final class EveryBlockModel {
  private static final int BATCH = 2;

  private EveryBlockModel() {}

  /** Each model, with the shape of what it takes. */
  private record Case(Supplier<Block> model, Shape shape) {}

  /** The names of all of them, in the order in which they run. */
  static List<String> names() {
    List<String> names = new ArrayList<>(cases().keySet());
    names.add("bert");
    names.add("encoder and decoder");
    return names;
  }

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    Shape row = new Shape(BATCH, SmallNet.WIDTH);
    Shape sequence = new Shape(BATCH, 3, 8);
    cases.put("small net", new Case(SmallNet::new, row));
    cases.put(
        "one block at two places",
        new Case(
            () -> {
              Block shared = SmallNet.linear();
              return new SequentialBlock().add(shared).add(Activation.reluBlock()).add(shared);
            },
            row));
    cases.put("a loop", new Case(() -> new Looping(SmallNet.linear(), 20), row));
    cases.put(
        "a way around an error",
        new Case(
            () ->
                new Fallback(
                    new LambdaBlock(
                        list -> {
                          throw new IllegalArgumentException("on purpose");
                        }),
                    sine()),
            row));
    cases.put(
        "branches",
        new Case(
            () ->
                new ParallelBlock(
                    lists -> new NDList(lists.get(0).get(0).add(lists.get(1).get(0))),
                    List.of(SmallNet.linear(), Activation.tanhBlock())),
            row));
    cases.put(
        "in place",
        new Case(() -> new SequentialBlock().add(SmallNet.linear()).add(inPlace()), row));
    cases.put("deep", new Case(EveryBlockModel::deep, row));
    cases.put("images", new Case(EveryBlockModel::images, new Shape(BATCH, 3, 16, 16)));
    cases.put(
        "ghost batches",
        new Case(
            () -> GhostBatchNorm.builder().optVirtualBatchSize(2).build(),
            new Shape(2 * BATCH, SmallNet.WIDTH)));
    cases.put(
        "lstm",
        new Case(
            () -> LSTM.builder().setStateSize(5).setNumLayers(2).optReturnState(true).build(),
            sequence));
    cases.put(
        "gru",
        new Case(
            () -> GRU.builder().setStateSize(5).setNumLayers(2).optReturnState(true).build(),
            sequence));
    cases.put(
        "rnn",
        new Case(
            () ->
                RNN.builder()
                    .setStateSize(5)
                    .setNumLayers(2)
                    .setActivation(RNN.Activation.TANH)
                    .build(),
            sequence));
    cases.put(
        "transformer",
        new Case(() -> new TransformerEncoderBlock(8, 2, 16, 0.5f, Activation::relu), sequence));
    return cases;
  }

  private static Block inPlace() {
    return new LambdaBlock(list -> new NDList(list.get(0).addi(1)));
  }

  private static Block sine() {
    return new LambdaBlock(list -> new NDList(list.get(0).add(1).sin()));
  }

  private static Block deep() {
    Block block = SmallNet.linear();
    for (int i = 0; i < 60; i++) {
      block = new SequentialBlock().add(block);
    }
    return block;
  }

  private static Block images() {
    return new SequentialBlock()
        .add(Conv2d.builder().setKernelShape(new Shape(3, 3)).setFilters(4).build())
        .add(BatchNorm.builder().build())
        .add(Activation.reluBlock())
        .add(Pool.maxPool2dBlock(new Shape(2, 2)))
        .add(Pool.globalAvgPool2dBlock())
        .add(LayerNorm.builder().build())
        .add(Dropout.builder().optRate(0.5f).build())
        .add(Linear.builder().setUnits(3).build());
  }

  /** Prints a line for each model. */
  public static void main(String[] args) {
    for (Map.Entry<String, Case> one : cases().entrySet()) {
      Engine.getInstance().setRandomSeed(7);
      try (NDManager manager = NDManager.newBaseManager()) {
        Shape shape = one.getValue().shape();
        Block model = one.getValue().model().get();
        model.initialize(manager, DataType.FLOAT32, shape);
        NDArray input = manager.arange((float) shape.size()).reshape(shape).sin();
        System.out.println(one.getKey() + ": " + both(model, manager, new NDList(input)));
      }
    }
    others();
  }

  /** Those that take other than one array of numbers. */
  private static void others() {
    Engine.getInstance().setRandomSeed(7);
    try (NDManager manager = NDManager.newBaseManager()) {
      Block bert = bert();
      Shape ids = new Shape(BATCH, 5);
      bert.initialize(manager, DataType.FLOAT32, ids, ids, ids);
      NDArray tokens = manager.arange(10f).toType(DataType.INT64, true).reshape(ids);
      NDList inputs = new NDList(tokens, tokens.zerosLike(), tokens.onesLike());
      System.out.println("bert: " + bits(SmallNet.run(bert, manager, inputs)));

      Block translator = EncoderDecoderTest.model();
      translator.initialize(manager, DataType.FLOAT32, new Shape(1, 4), new Shape(1, 4));
      NDArray data = manager.ones(new Shape(1, 4));
      NDList translated =
          translator.forward(
              new ParameterStore(manager, false), new NDList(data), new NDList(data.mul(5)), null);
      System.out.println("encoder and decoder: " + bits(translated));
    }
  }

  private static Block bert() {
    return BertBlock.builder()
        .setTokenDictionarySize(11)
        .optTypeDictionarySize(2)
        .optEmbeddingSize(8)
        .optTransformerBlockCount(3)
        .optAttentionHeadCount(2)
        .optHiddenSize(16)
        .optMaxSequenceLength(5)
        .build();
  }

  private static String both(Block model, NDManager manager, NDList inputs) {
    String used = bits(SmallNet.run(model, manager, new NDList(inputs)));
    ParameterStore store = new ParameterStore(manager, false);
    try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
      NDList outputs = model.forward(store, new NDList(inputs), true);
      String trained = bits(outputs);
      NDList learning = learning(model);
      if (!learning.isEmpty()) {
        collector.backward(outputs.get(0).square().sum());
      }
      NDList gradients = new NDList();
      learning.forEach(array -> gradients.add(array.getGradient()));
      return used + " training " + trained + " gradients " + bits(gradients);
    }
  }

  /** The parameters that took part: a block that nothing runs has no gradients. */
  private static NDList learning(Block model) {
    NDList learning = new NDList();
    for (var parameter : model.getParameters()) {
      if (parameter.getValue().requiresGradient() && !parameter.getKey().contains("idle")) {
        learning.add(parameter.getValue().getArray());
      }
    }
    return learning;
  }

  private static String bits(NDList list) {
    return list.stream().map(EveryBlockModel::bits).collect(Collectors.joining(" "));
  }

  private static String bits(NDArray array) {
    CRC32 sum = new CRC32();
    ByteBuffer bytes = array.toByteBuffer();
    sum.update(bytes);
    return "%s %s %08x".formatted(array.getDataType(), array.getShape(), sum.getValue());
  }
}
