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
    return below(parent, Collections.nCopies(parent.steps().size(), Set.of()), modules);
  }

  static List<ModulePlace> below(Place parent, List<BlockInterior.Module> modules) {
    return below(parent.path(), parent.aliases(), modules);
  }

  private static List<ModulePlace> below(
      ModelPath path, List<Set<String>> aliases, List<BlockInterior.Module> modules) {
    if (modules.isEmpty()) {
      return List.of();
    }
    List<Set<String>> longer = new ArrayList<>(aliases);
    longer.add(Set.of());
    List<Set<String>> theirs = List.copyOf(longer);
    List<ModulePlace> places = new ArrayList<>(modules.size());
    for (BlockInterior.Module module : modules) {
      ModelPath own = path.child(module.name());
      places.add(new ModulePlace(own, theirs, module, below(own, theirs, module.children())));
    }
    return Collections.unmodifiableList(places);
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
