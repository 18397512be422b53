// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.Shown;
import dev.layertap.torchscript.archive.ZipArchive;
import dev.layertap.torchscript.archive.ZipRewriter;
import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.pickle.AttributeRemover;
import dev.layertap.torchscript.pickle.PickleDict;
import dev.layertap.torchscript.pickle.PickleList;
import dev.layertap.torchscript.pickle.PickleObject;
import dev.layertap.torchscript.pickle.PickleReader;
import dev.layertap.torchscript.pickle.PickleValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes of what libtorch saved of a model with twins an archive that knows nothing of them.
 *
 * <p>libtorch prints all code anew, twins included. Instead of taking them out of that text, the
 * original's code, constants and version are put in its place, byte for byte; objects and tensors
 * are what was saved, without the numbers that twins know their modules by.
 */
public final class TwinRemover {
  private static final long MOST_BYTES = 512L << 20;

  private final TorchScriptArchive original;
  private final TwinNames names;

  private TwinRemover(TorchScriptArchive original) {
    this.original = original;
    this.names = TwinNames.notIn(original);
  }

  /**
   * Works on what was saved of one model.
   *
   * @param original what its file held before it was given twins
   * @return the remover
   */
  public static TwinRemover of(TorchScriptArchive original) {
    return new TwinRemover(original);
  }

  /**
   * Writes the archive without twins.
   *
   * @param saved what libtorch saved
   * @param source a file that has the original's constants: itself, or its copy with twins
   * @param target the file to write; it may be incomplete if this fails
   * @throws ArchiveException if what was saved does not fit the original
   * @throws IOException if a file cannot be read or written
   */
  public void write(Path saved, Path source, Path target) throws IOException {
    try (ZipArchive zip = ZipArchive.open(saved);
        ZipArchive constants = ZipArchive.open(source)) {
      String prefix = prefix(zip);
      ZipRewriter rewriter = new ZipRewriter(zip);
      rewriter.put(prefix + "data.pkl", objects(zip, prefix));
      for (String name : zip.names()) {
        if (name.startsWith(prefix) && isReplaced(name.substring(prefix.length()))) {
          rewriter.remove(name);
        }
      }
      original
          .code()
          .units()
          .forEach(
              (name, unit) ->
                  rewriter.put(
                      prefix + name.substring(original.prefix().length()),
                      unit.source().text().getBytes(StandardCharsets.ISO_8859_1)));
      String from = prefix(constants);
      for (String name : constants.names()) {
        String entry = name.startsWith(from) ? name.substring(from.length()) : "";
        if (isReplaced(entry) && !entry.startsWith("code/")) {
          rewriter.put(prefix + entry, constants.read(name, MOST_BYTES));
        }
      }
      rewriter.write(target);
    }
  }

  /** Code means something only with the constants and the version that it was written with. */
  private static boolean isReplaced(String entry) {
    return entry.startsWith("code/")
        || entry.startsWith("constants/")
        || entry.equals("constants.pkl")
        || entry.equals("version");
  }

  private static String prefix(ZipArchive zip) throws ArchiveException {
    String first = zip.names().stream().findFirst().orElse("");
    int slash = first.indexOf('/');
    if (slash < 0) {
      throw new ArchiveException(
          zip.file() + ": the entry " + Shown.text(first) + " lies in no folder.");
    }
    return first.substring(0, slash + 1);
  }

  private byte[] objects(ZipArchive zip, String prefix) throws IOException {
    String where = zip.file() + ", entry " + prefix + "data.pkl";
    byte[] stripped =
        AttributeRemover.remove(zip.read(prefix + "data.pkl", MOST_BYTES), numbers(), where);
    Set<String> unknown = new LinkedHashSet<>(types(PickleReader.read(stripped, where)));
    unknown.removeAll(original.code().classes().keySet());
    // The engine's own classes stand in no archive.
    unknown.removeIf(
        name -> !name.startsWith("__torch__.") || name.startsWith("__torch__.torch.classes."));
    if (!unknown.isEmpty()) {
      throw new ArchiveException(
          "%s: it has objects of %s, which the original does not know."
              .formatted(where, Shown.text(String.join(", ", unknown))));
    }
    return stripped;
  }

  private Set<String> numbers() {
    Set<String> numbers = new HashSet<>(Set.of(names.slot()));
    for (ClassCode type : original.code().classes().values()) {
      for (int i = 0; i < type.attributes().size(); i++) {
        numbers.add(names.slotOf(i));
      }
    }
    return numbers;
  }

  private static Set<String> types(PickleValue root) {
    Set<String> types = new LinkedHashSet<>();
    Set<PickleValue> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<PickleValue> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      PickleValue value = open.pop();
      if (!seen.add(value)) {
        continue;
      }
      if (value instanceof PickleObject object) {
        types.add(object.type().qualifiedName());
        open.push(object.state());
      } else if (value instanceof PickleDict dict) {
        dict.entries().forEach(entry -> open.push(entry.value()));
      } else if (value instanceof PickleList list) {
        list.items().forEach(open::push);
      } else if (value instanceof PickleValue.Tuple tuple) {
        tuple.items().forEach(open::push);
      }
    }
    return types;
  }
}
