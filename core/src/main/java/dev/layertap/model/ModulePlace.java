// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.path.ModelPath;
import dev.layertap.select.Place;
import dev.layertap.spi.BlockInterior;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A place inside of a block that DJL runs as one; its path continues the block's own.
 *
 * @param path where the module stands
 * @param aliases the block's other spellings, and none for the modules
 * @param module what its engine knows of it
 * @param children the places below
 */
public record ModulePlace(
    ModelPath path,
    List<Set<String>> aliases,
    BlockInterior.Module module,
    List<ModulePlace> children)
    implements Place {

  /**
   * Makes places of modules that no block encloses.
   *
   * @param parent the path that theirs continue
   * @param modules the outermost modules
   * @return their places
   */
  public static List<ModulePlace> of(ModelPath parent, List<BlockInterior.Module> modules) {
    List<Set<String>> noAliases = Collections.nCopies(parent.steps().size(), Set.of());
    return modules.stream().map(module -> below(parent, noAliases, module)).toList();
  }

  static List<ModulePlace> below(Place parent, List<BlockInterior.Module> modules) {
    return modules.stream().map(module -> below(parent.path(), parent.aliases(), module)).toList();
  }

  private static ModulePlace below(
      ModelPath path, List<Set<String>> aliases, BlockInterior.Module module) {
    ModelPath longer = path.child(module.name());
    List<Set<String>> longerAliases = new ArrayList<>(aliases);
    longerAliases.add(Set.of());
    return new ModulePlace(
        longer,
        List.copyOf(longerAliases),
        module,
        module.children().stream().map(child -> below(longer, longerAliases, child)).toList());
  }

  /**
   * Returns places and all below them.
   *
   * @param places the outermost places
   * @return a list of its own, parents before their children
   */
  public static List<ModulePlace> withDescendants(List<ModulePlace> places) {
    List<ModulePlace> all = new ArrayList<>();
    for (ModulePlace place : places) {
      place.collect(all);
    }
    return all;
  }

  private void collect(List<ModulePlace> all) {
    all.add(this);
    for (ModulePlace child : children) {
      child.collect(all);
    }
  }

  @Override
  public String type() {
    return module.type();
  }

  @Override
  public Set<String> typeNames() {
    return module.type().equals(module.qualifiedType())
        ? Set.of(module.type())
        : Set.of(module.type(), module.qualifiedType());
  }

  @Override
  public Map<String, DeclaredCapture> annotations() {
    return Map.of();
  }

  @Override
  public Optional<String> opaque() {
    return module.opaque();
  }

  /** One object for one place: scopes tell places apart by identity. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public String toString() {
    return path + " (" + type() + ")";
  }
}
