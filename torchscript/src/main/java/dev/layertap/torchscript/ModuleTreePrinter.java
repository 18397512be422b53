// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript;

import java.util.Locale;

/** Writes a tree as PyTorch does, with paths and counts added behind a {@code #}. */
final class ModuleTreePrinter {
  private final StringBuilder out = new StringBuilder();

  static String print(ModuleInfo root) {
    ModuleTreePrinter printer = new ModuleTreePrinter();
    printer.module(root, 0);
    return printer.out.toString();
  }

  private void module(ModuleInfo module, int depth) {
    String indent = "  ".repeat(depth);
    out.append(indent);
    if (depth > 0) {
      out.append('(').append(module.name()).append("): ");
    }
    out.append("RecursiveScriptModule(");
    if (module.children().isEmpty()) {
      out.append("original_name=").append(module.originalName()).append(')');
      comment(module);
      return;
    }
    comment(module);
    out.append(indent).append("  original_name=").append(module.originalName()).append('\n');
    module.children().forEach(child -> module(child, depth + 1));
    out.append(indent).append(")\n");
  }

  private void comment(ModuleInfo module) {
    String separator = "  # ";
    if (!module.path().isEmpty()) {
      out.append(separator).append(module.path());
      separator = ", ";
    }
    separator = count(separator, module.parameterCount(), "parameters");
    count(separator, module.bufferCount(), "in buffers");
    out.append('\n');
  }

  private String count(String separator, long count, String what) {
    if (count == 0) {
      return separator;
    }
    out.append(String.format(Locale.ROOT, "%s%,d %s", separator, count, what));
    return ", ";
  }
}
