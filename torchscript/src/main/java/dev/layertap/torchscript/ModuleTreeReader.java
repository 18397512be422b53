// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.ReadingBudget;
import dev.layertap.torchscript.archive.Shown;
import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.Latin1;
import dev.layertap.torchscript.code.TypeName;
import dev.layertap.torchscript.pickle.PickleDict;
import dev.layertap.torchscript.pickle.PickleObject;
import dev.layertap.torchscript.pickle.PickleValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts stored objects and their classes together to a tree of modules. */
final class ModuleTreeReader {
  private static final int MAX_MODULES = 200_000;

  /** Below it the trees of users' recursive models end, and those that hold themselves do not. */
  private static final int MAX_DEPTH = 300;

  /** What a module takes in memory, here and when it is numbered, its paths apart. */
  private static final int MODULE_MEMORY = 500;

  private static final int TENSOR_MEMORY = 300;

  private final String where;
  private final CodeBase code;
  private final ReadingBudget budget;
  private int modules;

  private ModuleTreeReader(String where, CodeBase code, ReadingBudget budget) {
    this.where = where;
    this.code = code;
    this.budget = budget;
  }

  static ModuleInfo read(String where, CodeBase code, PickleObject root, ReadingBudget budget)
      throws ArchiveException {
    return new ModuleTreeReader(where, code, budget)
        .module("", "", root.type().qualifiedName(), Optional.of(root), 0);
  }

  private ModuleInfo module(
      String path, String name, String typeName, Optional<PickleObject> object, int depth)
      throws ArchiveException {
    Optional<ClassCode> type = code.type(typeName);
    if (type.isEmpty()) {
      throw new ArchiveException(
          "%s: the class %s of the module at %s is not in the archive's code. Export the model again."
              .formatted(
                  where,
                  Shown.text(typeName),
                  path.isEmpty() ? "the root" : "'" + Shown.text(path) + "'"));
    }
    if (++modules > MAX_MODULES || depth > MAX_DEPTH) {
      throw new ArchiveException(
          "%s: at '%s' there are more than %,d modules or %d levels; does a module contain itself? If PyTorch loads the file, please report this."
              .formatted(where, Shown.text(path), MAX_MODULES, MAX_DEPTH));
    }
    budget.take(MODULE_MEMORY + 2L * path.length());
    return new ModuleInfo(
        path,
        name,
        type.get(),
        object,
        children(path, type.get(), object, depth),
        tensors(type.get(), object, "__parameters__"),
        tensors(type.get(), object, "__buffers__"));
  }

  private List<ModuleInfo> children(
      String path, ClassCode type, Optional<PickleObject> object, int depth)
      throws ArchiveException {
    List<ModuleInfo> children = new ArrayList<>();
    for (Map.Entry<String, TypeName> attribute : type.attributes().entrySet()) {
      Optional<PickleObject> child =
          state(object, attribute.getKey()).orElse(null) instanceof PickleObject stored
              ? Optional.of(stored)
              : Optional.empty();
      // The stored object knows its class; the declaration may only name an interface.
      String typeName =
          child.isPresent() ? child.get().type().qualifiedName() : attribute.getValue().name();
      if (isModule(typeName)) {
        String name = Latin1.decode(attribute.getKey());
        String childPath = path.isEmpty() ? name : path + "." + name;
        children.add(module(childPath, name, typeName, child, depth + 1));
      }
    }
    return List.copyOf(children);
  }

  private boolean isModule(String typeName) {
    Optional<ClassCode> type = code.type(typeName);
    return type.isPresent() && type.get().kind() == ClassCode.Kind.MODULE;
  }

  private List<TensorInfo> tensors(ClassCode type, Optional<PickleObject> object, String list)
      throws ArchiveException {
    List<TensorInfo> tensors = new ArrayList<>();
    for (String name : type.list(list)) {
      Optional<PickleValue> value = state(object, name);
      if (value.isPresent()) {
        budget.take(TENSOR_MEMORY);
        Optional<TensorInfo> tensor = TensorReader.read(where, Latin1.decode(name), value.get());
        if (tensor.isPresent()) {
          budget.take(tensor.get().storage().length());
          tensors.add(tensor.get());
        }
      }
    }
    return List.copyOf(tensors);
  }

  private static Optional<PickleValue> state(Optional<PickleObject> object, String attribute) {
    return object.isPresent() && object.get().state() instanceof PickleDict dict
        ? dict.get(Latin1.decode(attribute))
        : Optional.empty();
  }
}
