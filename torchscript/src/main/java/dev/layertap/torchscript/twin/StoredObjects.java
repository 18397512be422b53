// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.pickle.PickleDict;
import dev.layertap.torchscript.pickle.PickleEditor;
import dev.layertap.torchscript.pickle.PickleList;
import dev.layertap.torchscript.pickle.PickleObject;
import dev.layertap.torchscript.pickle.PickleValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All objects of an archive by class, those included that no module's attribute leads to. */
final class StoredObjects {
  private final Map<String, List<PickleObject>> byClass = new LinkedHashMap<>();
  private final Map<String, Boolean> room = new HashMap<>();

  StoredObjects(PickleObject root) {
    Set<PickleValue> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<PickleValue> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      PickleValue value = open.pop();
      if (!seen.add(value)) {
        continue;
      }
      if (value instanceof PickleObject object) {
        byClass
            .computeIfAbsent(object.type().qualifiedName(), name -> new ArrayList<>())
            .add(object);
        open.push(object.state());
      } else if (value instanceof PickleDict dict) {
        dict.entries().forEach(entry -> open.push(entry.value()));
      } else if (value instanceof PickleList list) {
        list.items().forEach(open::push);
      } else if (value instanceof PickleValue.Tuple tuple) {
        tuple.items().forEach(open::push);
      } else if (value instanceof PickleValue.Reduced call) {
        open.push(call.arguments());
      }
    }
  }

  List<PickleObject> of(ClassCode type) {
    return byClass.getOrDefault(type.qualifiedName(), List.of());
  }

  /** Whether all objects of a class can take an attribute: if one cannot, none may. */
  boolean haveRoom(ClassCode type) {
    return room.computeIfAbsent(type.qualifiedName(), name -> findRoom(type));
  }

  private boolean findRoom(ClassCode type) {
    return type.kind() == ClassCode.Kind.MODULE
        && type.method("__setstate__").isEmpty()
        && of(type).stream().allMatch(PickleEditor::canTake);
  }
}
