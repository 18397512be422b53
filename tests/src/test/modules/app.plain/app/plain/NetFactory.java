// SPDX-License-Identifier: Apache-2.0
package app.plain;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import java.nio.file.Path;
import java.util.Map;

/** What DJL looks for in the folder of a model. */
public final class NetFactory implements BlockFactory {
  private static final long serialVersionUID = 1;

  @Override
  public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) {
    return Net.filled(model.getNDManager());
  }
}
