// SPDX-License-Identifier: Apache-2.0
package dev.layertap.model;

import ai.djl.nn.Block;
import ai.djl.util.Pair;
import dev.layertap.select.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All places of one model, found from its root: registered children, and blocks that only a field
 * knows (as {@code TransformerEncoderBlock}'s two dropouts, which do run).
 *
 * <p>It grows when a forward pass shows a block that was not there before.
 */
public final class BlockTree {
  private static final String STRANGER = "~";

  /** More are thrown away: who asks for ever new ones gains nothing from them. */
  private static final int MOST_REMEMBERED = 32;

  private final BlockPlace root;
  private final Map<Object, Object> remembered = new ConcurrentHashMap<>();

  /** Listed when it is asked for, and again when the tree has grown. */
  private volatile @Nullable List<Place> places;

  private BlockTree(BlockPlace root) {
    this.root = root;
  }

  /**
   * Finds the places of a model as it is now.
   *
   * @param rootBlock the model's outermost block
   * @param interiors what is known of blocks that hide modules
   * @return its tree
   */
  public static BlockTree of(Block rootBlock, Interiors interiors) {
    BlockPlace root = BlockPlace.root(rootBlock, interiors);
    grow(root, rootBlock, registeredBelow(rootBlock), identitySet());
    return new BlockTree(root);
  }

  /**
   * Returns the root's place.
   *
   * @return the place with the empty path
   */
  public BlockPlace root() {
    return root;
  }

  /**
   * Returns what was worked out about the places before, by others who asked for the same.
   *
   * @param key what it follows from; equal keys give one result
   * @param type of the result
   * @param made works it out; it must hold on to nothing but places of this tree and the key
   * @param <T> of the result
   * @return the result, which lives as long as the tree, or less
   */
  public <T> T remember(Object key, Class<T> type, Supplier<T> made) {
    if (remembered.size() >= MOST_REMEMBERED) {
      remembered.clear();
    }
    return type.cast(remembered.computeIfAbsent(key, unseen -> made.get()));
  }

  /**
   * Returns every place.
   *
   * @return the places of blocks and of the modules inside them, parents before their children; the
   *     same list until the tree grows
   */
  public List<Place> places() {
    List<Place> listed = places;
    return listed == null ? list() : listed;
  }

  private synchronized List<Place> list() {
    List<Place> listed = List.copyOf(root.places());
    places = listed;
    return listed;
  }

  /**
   * Finds where a block that was just called stands.
   *
   * @param caller the innermost place that runs
   * @param block the block whose {@code forward} was called
   * @param occurrence how often this call of the caller has called this block before; asked only of
   *     a block that was added several times, to tell its places apart
   * @return the place; one that no block names is {@code ~} and the block's type, below the caller
   */
  public BlockPlace locate(BlockPlace caller, Block block, IntSupplier occurrence) {
    List<BlockPlace> direct = childrenHolding(caller, block);
    return switch (direct.size()) {
      case 0 -> locateElsewhere(caller, block);
      case 1 -> direct.get(0);
      default -> direct.get(occurrence.getAsInt() % direct.size());
    };
  }

  private static List<BlockPlace> childrenHolding(BlockPlace place, Block block) {
    BlockPlace only = null;
    List<BlockPlace> several = null;
    for (BlockPlace child : place.children()) {
      if (child.holds(block)) {
        if (only == null) {
          only = child;
        } else {
          several = several == null ? new ArrayList<>(List.of(only)) : several;
          several.add(child);
        }
      }
    }
    if (several != null) {
      return several;
    }
    return only == null ? List.of() : List.of(only);
  }

  /** A grandchild called directly, a child added after the tree was made, or a stranger. */
  private synchronized BlockPlace locateElsewhere(BlockPlace caller, Block block) {
    for (BlockPlace from = caller; from != null; from = from.parent()) {
      for (BlockPlace place : from.withDescendants()) {
        if (place != root && place.holds(block)) {
          return place;
        }
      }
    }
    Block parent = caller.block().orElse(null);
    places = null;
    if (parent != null) {
      regrow(caller, parent);
      List<BlockPlace> added = childrenHolding(caller, block);
      if (!added.isEmpty()) {
        return added.get(0);
      }
    }
    return stranger(caller, block);
  }

  private void regrow(BlockPlace place, Block block) {
    Block rootBlock = root.block().orElse(block);
    List<BlockPlace> before = place.children();
    grow(place, block, registeredBelow(rootBlock), identitySet());
    // What scopes know of a place is tied to the object: keep those that are still right.
    List<BlockPlace> merged = new ArrayList<>();
    for (BlockPlace now : place.children()) {
      merged.add(
          before.stream()
              .filter(old -> old.path().equals(now.path()))
              .filter(old -> now.block().map(old::holds).orElse(false))
              .findFirst()
              .orElse(now));
    }
    before.stream().filter(BlockTree::isStranger).forEach(merged::add);
    place.children(merged);
  }

  /** All strangers of one type share a place: a lambda made anew each time is still one place. */
  private static BlockPlace stranger(BlockPlace caller, Block block) {
    BlockPlace made = caller.below(STRANGER + BlockPlace.typeOf(block), null, block);
    for (BlockPlace known : caller.children()) {
      if (known.path().equals(made.path())) {
        return known;
      }
    }
    List<BlockPlace> longer = new ArrayList<>(caller.children());
    longer.add(made);
    caller.children(longer);
    return made;
  }

  private static boolean isStranger(BlockPlace place) {
    return place.path().steps().get(place.path().steps().size() - 1).startsWith(STRANGER);
  }

  private static void grow(
      BlockPlace place, Block block, Set<Block> registered, Set<Block> ancestors) {
    if (!ancestors.add(block)) {
      return;
    }
    List<BlockPlace> children = new ArrayList<>();
    for (ChildNames.Named child : ChildNames.of(block)) {
      children.add(place.below(child.name(), child.djlName(), child.block()));
    }
    for (BlockFields.Held held : BlockFields.of(block)) {
      // A field may also point at a block that is registered elsewhere, or back at a parent.
      if (!registered.contains(held.block())
          && !ancestors.contains(held.block())
          && children.stream().noneMatch(child -> child.holds(held.block()))) {
        children.add(
            place.below(
                unused(held.field().getName() + held.suffix(), children), null, held.block()));
      }
    }
    place.children(children);
    for (BlockPlace child : children) {
      child.block().ifPresent(below -> grow(child, below, registered, ancestors));
    }
    ancestors.remove(block);
  }

  private static String unused(String name, List<BlockPlace> siblings) {
    boolean taken =
        siblings.stream()
            .map(sibling -> sibling.path().steps())
            .anyMatch(steps -> steps.get(steps.size() - 1).equals(name));
    return taken ? unused(name + "_", siblings) : name;
  }

  private static Set<Block> registeredBelow(Block root) {
    Set<Block> found = identitySet();
    collect(root, found);
    return found;
  }

  private static void collect(Block block, Set<Block> found) {
    for (Pair<String, Block> child : block.getChildren()) {
      if (found.add(child.getValue())) {
        collect(child.getValue(), found);
      }
    }
  }

  private static Set<Block> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
