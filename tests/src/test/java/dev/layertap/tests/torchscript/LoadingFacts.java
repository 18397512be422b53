// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that an app can see of a model: as a child JVM without Layertap it prints what is right, and
 * in the tests' JVM it tells the same with Layertap. Knows no Layertap itself.
 */
final class LoadingFacts {
  private LoadingFacts() {}

  /** The folder of the user's models, and one to write into. */
  public static void main(String[] args) throws Exception {
    ModelFiles files = new ModelFiles(Path.of(args[0]));
    for (LoadingWay way : LoadingWay.values()) {
      try (Model model = way.load(files)) {
        System.out.println(way + "=" + of(model));
      }
      System.out.println(way + " saved=" + saved(way, files, Path.of(args[1])));
    }
    for (FailingApp app : FailingApp.values()) {
      System.out.println(app + "=" + app.message(files));
    }
  }

  /** In one line. */
  static String of(Model model) throws IOException {
    Block block = model.getBlock();
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      NDList inputs = ModelFiles.inputs("cnn-scripted", manager);
      List<Object> facts = new ArrayList<>();
      facts.add(OutputBits.of(block, inputs, false));
      facts.add(trained(block, inputs));
      facts.add(OutputBits.of(block, inputs, false));
      facts.add(model.describeInput());
      facts.add(model.describeOutput());
      facts.add(Arrays.toString(JniUtils.getMethodNames((PtSymbolBlock) block)));
      facts.add(model.getName());
      facts.add(model.getProperty("labels"));
      facts.add(model.getProperty("made"));
      facts.add(model.getProperty("missing"));
      facts.add(parameters(block));
      return facts.stream().map(String::valueOf).collect(Collectors.joining("; "));
    }
  }

  /** A model that was not loaded to be trained keeps its weights as tensors that cannot change. */
  private static String trained(Model model) throws IOException {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      return trained(model.getBlock(), ModelFiles.inputs("cnn-scripted", manager));
    }
  }

  private static String trained(Block block, NDList inputs) {
    try {
      return OutputBits.of(block, inputs, true);
    } catch (EngineException e) {
      return e.toString().replace("\n", "|");
    }
  }

  private static String parameters(Block block) {
    return block.getParameters().stream()
        .map(
            pair -> {
              Parameter parameter = pair.getValue();
              NDArray array = parameter.getArray();
              return parameter.getName()
                  + array.getShape()
                  + array.hasGradient()
                  + Arrays.hashCode(array.toByteArray());
            })
        .collect(Collectors.joining(","));
  }

  /** Changes the weights, saves the model, loads what was saved, and tells its facts. */
  static String saved(LoadingWay way, ModelFiles files, Path folder) throws Exception {
    Path saved = Files.createDirectories(folder.resolve(way.name()));
    try (Model model = way.load(files)) {
      of(model); // in training, a batch normalisation counts what it has seen
      if (way.isToTrain()) {
        for (var parameter : model.getBlock().getParameters()) {
          parameter.getValue().getArray().addi(0.125f);
        }
      }
      model.save(saved, "saved");
    }
    try (Stream<Path> written = Files.list(saved);
        Model again = Model.newInstance("saved", "PyTorch")) {
      again.setBlock(new PtSymbolBlock((PtNDManager) again.getNDManager()));
      again.load(saved, "saved");
      return written.map(Path::getFileName).sorted().toList() + "; " + trained(again) + of(again);
    }
  }
}
