// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.model.ModulePlace;
import dev.layertap.spi.BlockInterior;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.cache.ClaimedFile;
import dev.layertap.torchscript.twin.OpaquePlace;
import dev.layertap.torchscript.twin.Place;
import dev.layertap.torchscript.twin.Twins;
import dev.layertap.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** A model and its rewritten copy. */
final class RewrittenModel implements AutoCloseable {
  /** The key of a module that has no number. */
  static final int NO_NUMBER = Outline.NO_NUMBER;

  /** Stands for what the tracer left out of the archive. */
  static final Value REMOVED = new Value.Opaque(OpaquePlace.Cause.REMOVED_BY_TRACING.reason());

  private final Path original;
  private final ClaimedFile copy;
  private final Outline outline;
  private final Optional<TorchScriptArchive> archive;

  /** The numbers of the modules that the tracer wrote. */
  private final BitSet traced = new BitSet();

  private RewrittenModel(
      Path original, ClaimedFile copy, Outline outline, Optional<TorchScriptArchive> archive) {
    this.original = original;
    this.copy = copy;
    this.outline = outline;
    this.archive = archive;
    for (Place place : outline.twins().places()) {
      traced.set(place.number(), place.traced());
    }
  }

  /** One whose copy stays, and has what the original held. */
  static RewrittenModel kept(Path original, ClaimedFile copy, Outline outline) {
    return new RewrittenModel(original, copy, outline, Optional.empty());
  }

  /** One whose copy is gone when it is loaded. */
  static RewrittenModel passing(
      Path original, ClaimedFile copy, Outline outline, TorchScriptArchive archive) {
    return new RewrittenModel(original, copy, outline, Optional.of(archive));
  }

  /** The user's file. */
  Path original() {
    return original;
  }

  /** The copy, with twins. */
  Path file() {
    return copy.file();
  }

  /** The engine has read the copy. */
  void loaded() throws IOException {
    if (archive.isPresent()) {
      copy.close();
    }
  }

  /** What the copy offers beside. */
  Twins twins() {
    return outline.twins();
  }

  /** The names of the root's methods, without twins. */
  List<String> methods() {
    return outline.methods();
  }

  /** What the original holds, read again: only saving and printing ask. */
  TorchScriptArchive archive() throws IOException {
    if (archive.isPresent()) {
      return archive.get();
    }
    return KeptOriginal.read(file(), original);
  }

  /** A file that has the original's constants: the copy has them too. */
  Path constants() {
    return Files.isRegularFile(file()) ? file() : original;
  }

  /** What {@code None} means in a value of a slot: Python's, or something that was left out. */
  Value noneOf(int slot) {
    return traced.get(slot / 2) ? REMOVED : new Value.None();
  }

  /** The tree of its modules, as core's places are made of. */
  BlockInterior.Interior interior() {
    return outline.interior();
  }

  /** The place of the model itself. */
  ModulePlace root(List<ModulePlace> below) {
    return outline.root(below);
  }

  /** The engine refuses the copy: nobody can use it. */
  void discard() throws IOException {
    close();
    Files.deleteIfExists(file());
  }

  /** Nobody runs it any more. */
  @Override
  public void close() throws IOException {
    copy.close();
  }
}
