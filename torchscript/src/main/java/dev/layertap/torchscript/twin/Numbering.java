// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.ModuleInfo;
import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.Latin1;
import dev.layertap.torchscript.pickle.PickleEditor;
import dev.layertap.torchscript.pickle.PickleObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Gives each module that can report a number, and finds where the number is kept: in an attribute
 * of the module or, where that has no room, in an attribute of the module that holds it.
 */
final class Numbering {
  private final CallGraph graph;
  private final Reporting reports;
  private final StoredObjects objects;
  private final SameModules same;
  private final Map<String, ClassCode> reporting = new LinkedHashMap<>();
  private final List<Draft> drafts = new ArrayList<>();
  private final IdentityHashMap<PickleObject, Draft> byObject = new IdentityHashMap<>();
  private final Map<String, Set<String>> heldAttributes = new TreeMap<>();
  private final Set<Held> calledFromHolder = new LinkedHashSet<>();
  private final IdentityHashMap<ModuleInfo, Draft> byModule = new IdentityHashMap<>();
  private final IdentityHashMap<PickleObject, Map<String, Draft>> byHolder =
      new IdentityHashMap<>();
  private final Set<String> withoutNumber = new TreeSet<>();
  private final Map<String, Map<String, Integer>> attributeIndices = new HashMap<>();

  /** A place whose paths are still being collected. */
  private record Draft(int number, ClassCode type, List<String> paths) {}

  /** An attribute of a class that holds modules without room. */
  private record Held(String holderType, String attribute) {}

  Numbering(CallGraph graph, Reporting reports, StoredObjects objects, ModuleInfo root) {
    this.graph = graph;
    this.reports = reports;
    this.objects = objects;
    this.same = new SameModules(root);
    for (Routine routine : reports.routines()) {
      graph.moduleOf(routine).ifPresent(type -> reporting.put(type.qualifiedName(), type));
    }
    for (Routine routine : graph.reached()) {
      for (ModuleCall call : graph.found(routine).calls()) {
        call.child().ifPresent(c -> calledFromHolder.add(new Held(c.holderType(), c.attribute())));
      }
    }
    number(root, Optional.empty());
    collectPaths(root);
  }

  private void number(ModuleInfo module, Optional<ModuleInfo> holder) {
    if (reporting.containsKey(module.type()) && canBeTold(module, holder)) {
      ModuleInfo first = same.first(module);
      Draft draft = byModule.computeIfAbsent(first, key -> newDraft(module));
      if (hasRoom(module.code())) {
        module.object().ifPresent(object -> byObject.put(object, draft));
      } else {
        holder.ifPresent(known -> keepIn(known, module.name(), draft));
      }
    }
    for (ModuleInfo child : module.children()) {
      number(child, Optional.of(module));
    }
  }

  /** Whether a module's own object, or the one that holds it, can keep its number. */
  private boolean canBeTold(ModuleInfo module, Optional<ModuleInfo> holder) {
    if (hasRoom(module.code())) {
      return module.object().isPresent();
    }
    return holder.isEmpty() // the root: the entry knows it
        || (calledFromHolder.contains(new Held(holder.get().type(), module.name()))
            && holder.get().object().isPresent()
            && objects.haveRoom(holder.get().code()));
  }

  private void keepIn(ModuleInfo holder, String attribute, Draft draft) {
    heldAttributes.computeIfAbsent(holder.type(), name -> new TreeSet<>()).add(attribute);
    byHolder
        .computeIfAbsent(holder.object().orElseThrow(), object -> new TreeMap<>())
        .put(attribute, draft);
  }

  private void collectPaths(ModuleInfo root) {
    for (ModuleInfo module : root.all()) {
      Draft draft = byModule.get(same.first(module));
      if (draft != null) {
        draft.paths().add(module.path());
      } else if (reporting.containsKey(module.type())) {
        withoutNumber.add(module.path());
      }
    }
  }

  private Draft newDraft(ModuleInfo module) {
    Draft draft = new Draft(drafts.size(), module.code(), new ArrayList<>());
    drafts.add(draft);
    return draft;
  }

  /** Whether a class's modules report, and keep their numbers themselves. */
  boolean hasRoom(ClassCode type) {
    return reporting.containsKey(type.qualifiedName()) && objects.haveRoom(type);
  }

  /** Whether a routine is told by its caller which module reports. */
  boolean tells(Routine routine) {
    return reports.routines().contains(routine)
        && routine.owner().isPresent()
        && !hasRoom(routine.owner().get());
  }

  boolean reports(ClassCode type) {
    return reporting.containsKey(type.qualifiedName());
  }

  /** The attributes of a class whose modules' numbers it keeps. */
  Set<String> heldAttributes(ClassCode type) {
    return heldAttributes.getOrDefault(type.qualifiedName(), Set.of());
  }

  boolean holds(ModuleCall.Child child) {
    return heldAttributes.getOrDefault(child.holderType(), Set.of()).contains(child.attribute());
  }

  int attributeIndex(ClassCode type, String attribute) {
    return attributeIndices
        .computeIfAbsent(type.qualifiedName(), name -> indices(type))
        .getOrDefault(attribute, -1);
  }

  private static Map<String, Integer> indices(ClassCode type) {
    Map<String, Integer> indices = new HashMap<>();
    int index = 0;
    for (String attribute : type.attributes().keySet()) {
      indices.putIfAbsent(Latin1.decode(attribute), index++);
    }
    return indices;
  }

  /** The slot of those that nobody can tell apart; it is never wanted. */
  int nobody() {
    return 2 * drafts.size();
  }

  int size() {
    return drafts.size();
  }

  Optional<Integer> number(ModuleInfo module) {
    return Optional.ofNullable(byModule.get(same.first(module))).map(Draft::number);
  }

  /** The paths of modules that report and have no number. */
  Set<String> withoutNumber() {
    return withoutNumber;
  }

  List<String> paths(int number) {
    return List.copyOf(drafts.get(number).paths());
  }

  ClassCode type(int number) {
    return drafts.get(number).type();
  }

  /** Writes all numbers into the stored objects. */
  void store(PickleEditor editor, TwinNames names) {
    for (ClassCode type : byName(reporting.values())) {
      if (hasRoom(type)) {
        for (PickleObject object : objects.of(type)) {
          Draft draft = byObject.get(object);
          editor.add(object, names.slot(), draft == null ? nobody() : 2 * draft.number());
        }
      }
    }
    heldAttributes.forEach(
        (typeName, attributes) ->
            graph.type(typeName).ifPresent(type -> storeHeld(editor, names, type, attributes)));
  }

  private void storeHeld(
      PickleEditor editor, TwinNames names, ClassCode type, Set<String> attributes) {
    for (PickleObject object : objects.of(type)) {
      Map<String, Draft> held = byHolder.getOrDefault(object, Map.of());
      for (String attribute : attributes) {
        Draft draft = held.get(attribute);
        editor.add(
            object,
            names.slotOf(attributeIndex(type, attribute)),
            draft == null ? nobody() : 2 * draft.number());
      }
    }
  }

  private static List<ClassCode> byName(Iterable<ClassCode> types) {
    List<ClassCode> sorted = new ArrayList<>();
    types.forEach(sorted::add);
    sorted.sort(Comparator.comparing(ClassCode::qualifiedName));
    return sorted;
  }
}
