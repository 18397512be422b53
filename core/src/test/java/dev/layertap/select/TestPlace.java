// SPDX-License-Identifier: Apache-2.0
package dev.layertap.select;

import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.path.ModelPath;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A place that only selectors look at. */
public record TestPlace(
    ModelPath path,
    List<Set<String>> aliases,
    Set<String> typeNames,
    Map<String, DeclaredCapture> annotations)
    implements Place {

  public static TestPlace at(String... steps) {
    return new TestPlace(
        new ModelPath(List.of(steps)),
        Collections.nCopies(steps.length, Set.of()),
        Set.of(),
        Map.of());
  }

  TestPlace spelled(String... djlSteps) {
    return new TestPlace(path, Stream.of(djlSteps).map(Set::of).toList(), typeNames, annotations);
  }

  TestPlace ofType(String... names) {
    return new TestPlace(path, aliases, new LinkedHashSet<>(List.of(names)), annotations);
  }

  TestPlace annotated(String... names) {
    Map<String, DeclaredCapture> declared = new LinkedHashMap<>();
    for (String name : names) {
      declared.put(name, new DeclaredCapture(DeclaredCapture.Kind.FIELD, "Net", name, name, ""));
    }
    return new TestPlace(path, aliases, typeNames, declared);
  }

  @Override
  public String type() {
    return "Test";
  }

  @Override
  public Optional<String> opaque() {
    return Optional.empty();
  }
}
