// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.nn.Block;
import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.path.ModelPath;
import dev.layertap.select.Place;
import dev.layertap.spi.BlockInterior;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place where a block stands.
 *
 * <p>One block may stand at several places. The block is held weakly: knowing a model's places must
 * not keep the model.
 */
public final class BlockPlace implements Place {
  private final ModelPath path;
  private final List<Set<String>> aliases;
  private final WeakReference<Block> block;
  private final String type;
  private final Set<String> typeNames;
  private final Map<String, DeclaredCapture> annotations;
  private final Optional<BlockInterior.Interior> interior;
  private final List<ModulePlace> modules;
  private final List<ModulePlace> allModules;
  private final @Nullable BlockPlace parent;
  private final Interiors interiors;

  /** Replaced, never changed: forwards on other threads read it. */
  private volatile Children children = new Children(List.of(), false);

  /** The places below, and whether one block stands at several of them. */
  private record Children(List<BlockPlace> places, boolean repeat) {}

  private BlockPlace(
      ModelPath path,
      List<Set<String>> aliases,
      Block block,
      @Nullable BlockPlace parent,
      Interiors interiors) {
    this.path = path;
    this.aliases = List.copyOf(aliases);
    this.block = new WeakReference<>(block);
    this.parent = parent;
    this.interiors = interiors;
    this.type = typeOf(block);
    this.typeNames = BlockClass.of(block).names();
    this.annotations = CaptureNames.of(block, parent == null ? null : parent.block.get());
    this.interior = interiors.of(block);
    this.modules =
        interior.map(inside -> ModulePlace.below(this, inside.modules())).orElse(List.of());
    this.allModules = List.copyOf(ModulePlace.withDescendants(modules));
  }

  static BlockPlace root(Block block, Interiors interiors) {
    return new BlockPlace(ModelPath.ROOT, List.of(), block, null, interiors);
  }

  /** Makes a place for a child, which is not yet among the children. */
  BlockPlace below(String name, @Nullable String djlName, Block child) {
    List<Set<String>> longer = new ArrayList<>(aliases);
    longer.add(djlName == null || djlName.equals(name) ? Set.of() : Set.of(djlName));
    return new BlockPlace(path.child(name), longer, child, this, interiors);
  }

  void children(List<BlockPlace> known) {
    Set<Block> blocks = Collections.newSetFromMap(new IdentityHashMap<>());
    known.forEach(child -> child.block().ifPresent(blocks::add));
    this.children = new Children(List.copyOf(known), blocks.size() < known.size());
  }

  /**
   * Returns the child at which a block stands, if it stands at that one only. What runs is mostly
   * what was registered next, and then nothing is searched, of however many children.
   *
   * @param index where it may be; any number
   * @param candidate the block
   * @return the place, or null if it is another, if there are several, or none
   */
  public @Nullable BlockPlace childAt(int index, Block candidate) {
    Children known = children;
    if (known.repeat() || index >= known.places().size()) {
      return null;
    }
    BlockPlace child = known.places().get(index);
    return child.holds(candidate) ? child : null;
  }

  /**
   * Returns the places below this one.
   *
   * @return the children, in order of registration, then those that only a field knows
   */
  public List<BlockPlace> children() {
    return children.places();
  }

  /**
   * Returns the block.
   *
   * @return the block, if its model is still in use
   */
  public Optional<Block> block() {
    return Optional.ofNullable(block.get());
  }

  boolean holds(Block candidate) {
    return block.refersTo(candidate);
  }

  @Nullable BlockPlace parent() {
    return parent;
  }

  @Override
  public ModelPath path() {
    return path;
  }

  @Override
  public List<Set<String>> aliases() {
    return aliases;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public Set<String> typeNames() {
    return typeNames;
  }

  @Override
  public Map<String, DeclaredCapture> annotations() {
    return annotations;
  }

  @Override
  public Optional<String> opaque() {
    return interior.flatMap(BlockInterior.Interior::opaque);
  }

  @Override
  public String toString() {
    return (path.isRoot() ? "the root" : path.toString()) + " (" + type + ")";
  }

  /**
   * Returns the modules that the block hides.
   *
   * @return the outermost modules; empty for a block that is made of blocks
   */
  public List<ModulePlace> modules() {
    return modules;
  }

  /**
   * Returns the modules that the block hides, and all below them.
   *
   * @return the modules, parents before their children
   */
  public List<ModulePlace> allModules() {
    return allModules;
  }

  /**
   * Returns what an engine knows of the block's inside.
   *
   * @return the inside; empty for a block that is made of blocks
   */
  public Optional<BlockInterior.Interior> interior() {
    return interior;
  }

  /** This place and all below it, modules included, parents first. */
  List<Place> places() {
    List<Place> all = new ArrayList<>();
    collect(all);
    return all;
  }

  /** A stack frame for each level and no more: models may nest deep. */
  private void collect(List<Place> all) {
    all.add(this);
    all.addAll(allModules);
    for (BlockPlace child : children()) {
      child.collect(all);
    }
  }

  /** This place and all below it, parents first. */
  List<BlockPlace> withDescendants() {
    List<BlockPlace> all = new ArrayList<>();
    collectBlocks(all);
    return all;
  }

  private void collectBlocks(List<BlockPlace> all) {
    all.add(this);
    for (BlockPlace child : children()) {
      child.collectBlocks(all);
    }
  }

  static String typeOf(Block block) {
    return BlockClass.of(block).simpleName();
  }
}
