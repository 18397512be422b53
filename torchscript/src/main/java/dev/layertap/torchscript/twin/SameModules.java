// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.ModuleInfo;
import dev.layertap.torchscript.TensorInfo;
import dev.layertap.torchscript.pickle.PickleObject;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Recognises a module that stands at several paths.
 *
 * <p>Exporters store such a module once for each path, sharing only its tensors. So modules of one
 * class that share all their tensors count as one, as for PyTorch's own hooks, and so do what they
 * hold. A module without any tensor cannot be recognised by itself, nor can one with a single
 * tensor: two layers with tied weights are still two.
 */
final class SameModules {
  private final IdentityHashMap<ModuleInfo, ModuleInfo> first = new IdentityHashMap<>();
  private final IdentityHashMap<PickleObject, ModuleInfo> byObject = new IdentityHashMap<>();
  private final IdentityHashMap<ModuleInfo, Integer> contents = new IdentityHashMap<>();
  private final Map<Content, Integer> numbers = new HashMap<>();
  private final Map<Integer, Integer> tensorCounts = new HashMap<>();
  private final Map<Integer, ModuleInfo> byContent = new HashMap<>();
  private final IdentityHashMap<ModuleInfo, Map<String, ModuleInfo>> children =
      new IdentityHashMap<>();

  /** What a module is made of; equal contents have equal numbers. */
  private record Content(
      String name, String originalName, List<String> tensors, List<Integer> parts) {}

  SameModules(ModuleInfo root) {
    number(root);
    visit(root, Optional.empty());
  }

  /** The module that stands for all that are the same: the first of them in the tree. */
  ModuleInfo first(ModuleInfo module) {
    return first.getOrDefault(module, module);
  }

  private int number(ModuleInfo module) {
    List<Integer> parts = module.children().stream().map(this::named).toList();
    List<String> tensors =
        Stream.of(module.parameters(), module.buffers())
            .flatMap(List::stream)
            .map(TensorInfo::storage)
            .toList();
    int number = number(new Content("", module.originalName(), tensors, parts));
    contents.put(module, number);
    return number;
  }

  private int named(ModuleInfo child) {
    return number(new Content(child.name(), "", List.of(), List.of(number(child))));
  }

  private int number(Content content) {
    int number = numbers.computeIfAbsent(content, c -> numbers.size());
    int below = content.parts().stream().mapToInt(part -> tensorCounts.getOrDefault(part, 0)).sum();
    tensorCounts.put(number, content.tensors().size() + below);
    return number;
  }

  private void visit(ModuleInfo module, Optional<ModuleInfo> same) {
    Optional<ModuleInfo> earlier = same.or(() -> byObject(module)).or(() -> byContent(module));
    ModuleInfo known = earlier.orElse(module);
    first.put(module, known);
    module.object().ifPresent(object -> byObject.putIfAbsent(object, known));
    for (ModuleInfo child : module.children()) {
      visit(child, earlier.flatMap(m -> child(m, child.name())).map(this::first));
    }
  }

  private Optional<ModuleInfo> byObject(ModuleInfo module) {
    return module.object().map(byObject::get);
  }

  private Optional<ModuleInfo> byContent(ModuleInfo module) {
    return Optional.ofNullable(contents.get(module))
        .filter(content -> tensorCounts.getOrDefault(content, 0) > 1)
        .flatMap(content -> Optional.ofNullable(byContent.putIfAbsent(content, module)));
  }

  private Optional<ModuleInfo> child(ModuleInfo module, String name) {
    Map<String, ModuleInfo> byName = children.get(module);
    if (byName == null) {
      byName = new HashMap<>();
      for (ModuleInfo child : module.children()) {
        byName.putIfAbsent(child.name(), child);
      }
      children.put(module, byName);
    }
    return Optional.ofNullable(byName.get(name));
  }
}
