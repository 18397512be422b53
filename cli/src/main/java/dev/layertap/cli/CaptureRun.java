// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import dev.layertap.file.ArrayFile;
import dev.layertap.model.ModulePlace;
import dev.layertap.torchscript.run.ModelCapture;
import dev.layertap.torchscript.run.TorchScriptModel;
import dev.layertap.value.Statistics;
import dev.layertap.value.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Carries a capture out: loads, runs, writes, reports. */
final class CaptureRun {
  private final CapturePlan plan;
  private final Progress progress;

  CaptureRun(CapturePlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  int run(boolean json, PrintWriter out, PrintWriter err) throws IOException {
    ArrayFile.checkWritable(plan.out());
    InputFiles.check(plan.inputs(), plan.images());
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      progress.show("Reading the inputs");
      NDList inputs = InputFiles.read(plan.inputs(), plan.images(), manager);
      progress.show("Loading " + plan.model());
      try (TorchScriptModel model = load()) {
        plan.selectors().requireMatches(plan.model().toString(), withRoot(model));
        progress.show("Running " + plan.method());
        try (ModelCapture capture = capture(model, inputs)) {
          CaptureReport report = report(model, inputs, capture);
          progress.clear();
          if (json) {
            out.println(Json.text(CaptureJson.of(report)));
          } else {
            new CaptureTable(out).print(report);
          }
          report.misses().forEach(miss -> err.println("layertap: " + miss));
          return report.misses().isEmpty() ? ExitCodes.OK : ExitCodes.MISS;
        }
      }
    } finally {
      progress.clear();
    }
  }

  private static List<ModulePlace> withRoot(TorchScriptModel model) {
    return ModulePlace.withDescendants(List.of(model.root()));
  }

  private TorchScriptModel load() throws IOException {
    try {
      return TorchScriptModel.load(plan.model());
    } catch (EngineException e) {
      throw EngineFailure.onLoading(plan, e);
    }
  }

  private ModelCapture capture(TorchScriptModel model, NDList inputs) throws IOException {
    try {
      return model.capture(
          plan.selectors()::matches,
          plan.takesOutputs(),
          plan.takesInputs(),
          plan.method(),
          inputs);
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrongUse(e.getMessage() + ".", e);
    } catch (EngineException e) {
      throw EngineFailure.onRunning(plan, inputs.size(), e);
    }
  }

  private CaptureReport report(TorchScriptModel model, NDList inputs, ModelCapture capture)
      throws IOException {
    List<ModulePlace> places = withRoot(model);
    CaptureKeys keys = new CaptureKeys();
    String rootType = model.root().type();
    if (plan.takesInputs() && plan.selectors().matches(model.root())) {
      List<Value> given = inputs.stream().<Value>map(Value.Tensor::new).toList();
      keys.add("", 0, rootType, true, new Value.Sequence(List.of(), given));
    }
    capture.values().forEach(keys::add);
    keys.add("", 0, rootType, false, capture.outputs());
    List<CapturedValue> values = keys.values();
    progress.show("Writing " + plan.out());
    Map<String, NDArray> arrays = arrays(values);
    ArrayFile.write(plan.out(), arrays);
    Map<String, Statistics> statistics = new HashMap<>();
    arrays.forEach((key, array) -> statistics.put(key, Statistics.of(array)));
    return new CaptureOutcome(plan, places, values).report(statistics);
  }

  private Map<String, NDArray> arrays(List<CapturedValue> values) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (CapturedValue value : values) {
      if (value.value() instanceof Value.Tensor tensor
          && arrays.put(value.key(), tensor.array()) != null) {
        throw CommandFailure.wrongUse(
            "Two values have the key \"%s\", because a key of a dict holds a slash. Select without %s."
                .formatted(value.key(), value.path().isEmpty() ? "it" : value.path()));
      }
    }
    return arrays;
  }
}
