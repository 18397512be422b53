// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import ai.djl.pytorch.engine.PtSymbolBlock;
import dev.layertap.spi.BlockInterior;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.twin.Twins;
import dev.layertap.trace.ModuleRun;
import dev.layertap.trace.WantedModules;
import dev.layertap.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A model that the engine has loaded from its rewritten copy. */
final class LoadedModel {
  private final RewrittenModel model;
  private final BlockInterior.Interior interior;
  private final long handle;

  /** What the last run took: mostly the next one takes it too. */
  private volatile @Nullable Selected selected;

  private final AtomicBoolean ran = new AtomicBoolean();

  private record Selected(WantedModules wanted, boolean limited, Selection selection) {}

  /**
   * Takes what was loaded.
   *
   * @param model the model and its copy
   * @param block the block that runs it
   */
  LoadedModel(RewrittenModel model, PtSymbolBlock block) {
    this.model = model;
    this.interior = model.interior();
    this.handle = block.getHandle();
  }

  boolean isRunBy(PtSymbolBlock block) {
    try {
      return block.getHandle() == handle;
    } catch (IllegalStateException closed) {
      return true; // and can only be asked what it was
    }
  }

  BlockInterior.Interior interior() {
    return interior;
  }

  boolean hasTwin(String method) {
    return model.twins().entries().containsKey(method);
  }

  /** The method to run in the stead of one that has a twin. */
  String twin(String method) {
    return model.twins().entries().getOrDefault(method, method);
  }

  /** How libtorch makes the twin ready; only the model's first pass is told of it. */
  Optional<Twins.Plan> planBeforeFirstPass() {
    return ran.get() || !ran.compareAndSet(false, true) ? Optional.empty() : model.twins().plan();
  }

  /**
   * What a run shall take.
   *
   * @param limited whether there is a limit to what may be held
   */
  Selection selection(ModuleRun run, boolean limited) {
    WantedModules wanted = run.wanted();
    if (!run.isFirstOfPass()) {
      return new Selection(run, model.twins(), limited); // calls were counted
    }
    Selected last = selected;
    if (last == null || last.wanted() != wanted || last.limited() != limited) {
      last = new Selected(wanted, limited, new Selection(run, model.twins(), limited));
      selected = last;
    }
    return last.selection();
  }

  /** What {@code None} means in a value of a slot. */
  Value noneOf(int slot) {
    return model.noneOf(slot);
  }

  /** Of the copy's methods, those that the original has too. */
  String[] originalMethods(String[] methods) {
    Set<String> original = Set.copyOf(model.methods());
    return Arrays.stream(methods).filter(original::contains).toArray(String[]::new);
  }

  /** The file that the app loads. */
  Path original() {
    return model.original();
  }

  TorchScriptArchive archive() throws IOException {
    return model.archive();
  }

  /** A file that has the original's constants. */
  Path constants() {
    return model.constants();
  }
}
