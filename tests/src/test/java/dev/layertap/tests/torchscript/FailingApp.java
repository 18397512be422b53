// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.InputStream;
import java.nio.file.Files;

/** What apps do wrong, and what DJL says then. Knows no Layertap. */
enum FailingApp {
  LOADS_A_TEXT(files -> load(files, "poem")),
  LOADS_ANOTHER_ARCHIVE(files -> load(files, "strange")),
  LOADS_HALF_A_FILE(files -> load(files, "half")),
  LOADS_WHAT_IS_NOT_THERE(files -> load(files, "nothing")),
  LOADS_A_STREAM_OF_TEXT(files -> loadStream(files, "poem")),
  LOADS_A_STREAM_OF_HALF_A_FILE(files -> loadStream(files, "half")),
  RUNS_INTO_THE_MODELS_OWN_ERROR(
      files -> run(files, "texts", "", new Shape(1, 1, 1, 1, 1, 1, 1, 1))),
  GIVES_ANOTHER_SHAPE(files -> run(files, "net/net", "", new Shape(1, 1))),
  NAMES_ANOTHER_METHOD(files -> run(files, "functions", "module_method:nothing", new Shape(3, 4)));

  private interface App {
    void run(ModelFiles files) throws Exception;
  }

  @SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
  private final App app;

  FailingApp(App app) {
    this.app = app;
  }

  /** The exception in one line. */
  String message(ModelFiles files) {
    try {
      app.run(files);
      return "no error";
    } catch (Exception e) {
      return e.toString().replace("\n", "|");
    }
  }

  private static void load(ModelFiles files, String name) throws Exception {
    try (Model model = Model.newInstance(name, "PyTorch")) {
      model.load(files.folder());
    }
  }

  private static void loadStream(ModelFiles files, String name) throws Exception {
    try (Model model = Model.newInstance(name, "PyTorch");
        InputStream stream = Files.newInputStream(files.named(name))) {
      model.load(stream);
    }
  }

  private static void run(ModelFiles files, String name, String method, Shape shape)
      throws Exception {
    try (Model model = Model.newInstance(name, "PyTorch")) {
      model.load(files.folder(), name);
      NDManager manager = model.getNDManager();
      NDList inputs = new NDList(manager.ones(shape));
      if (!method.isEmpty()) {
        inputs.add(0, manager.create(0f));
        inputs.get(0).setName(method);
      }
      model.getBlock().forward(new ParameterStore(manager, false), inputs, false);
    }
  }
}
