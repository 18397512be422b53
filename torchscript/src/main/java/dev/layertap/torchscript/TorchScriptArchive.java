// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.Shown;
import dev.layertap.torchscript.archive.ZipArchive;
import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.SourceParser;
import dev.layertap.torchscript.code.SourceText;
import dev.layertap.torchscript.code.SourceUnit;
import dev.layertap.torchscript.pickle.PickleObject;
import dev.layertap.torchscript.pickle.PickleReader;
import dev.layertap.torchscript.pickle.PickleValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A TorchScript file, read and understood: its tree of modules and its code. No tensor is read, and
 * nothing that the file names is run.
 *
 * <pre>{@code
 * TorchScriptArchive archive = TorchScriptArchive.open(Path.of("resnet18.pt"));
 * System.out.print(archive.print());
 * }</pre>
 */
public final class TorchScriptArchive {
  private static final String CODE = "code/";
  private static final String SOURCE_SUFFIX = ".py";
  static final long MAX_PICKLE = 128L << 20;
  private static final long MAX_SOURCE = 64L << 20;
  private static final long MAX_ALL_SOURCES = 256L << 20;

  private final Path file;
  private final String prefix;
  private final byte[] pickle;
  private final CodeBase code;
  private final ModuleInfo root;

  private TorchScriptArchive(
      Path file, String prefix, byte[] pickle, CodeBase code, ModuleInfo root) {
    this.file = file;
    this.prefix = prefix;
    this.pickle = pickle;
    this.code = code;
    this.root = root;
  }

  /**
   * Reads a file.
   *
   * @param file a file that {@code torch.jit.save} wrote
   * @return what it holds
   * @throws ArchiveException when it is no sound TorchScript archive
   * @throws IOException when it cannot be read
   */
  public static TorchScriptArchive open(Path file) throws IOException {
    return openKept(file, "");
  }

  /**
   * Reads what is kept in a folder of a file.
   *
   * @param file a file that {@code torch.jit.save} wrote, with another archive's code and objects
   *     in it
   * @param kept the folder that those lie in, with the slash
   * @return what the other archive held
   * @throws ArchiveException when it is no sound TorchScript archive
   * @throws IOException when it cannot be read
   */
  public static TorchScriptArchive openKept(Path file, String kept) throws IOException {
    try (ZipArchive zip = ZipArchive.open(file)) {
      String prefix = ArchiveKind.check(zip);
      String entry = prefix + kept + "data.pkl";
      byte[] pickle = read(zip, entry, MAX_PICKLE);
      String where = "%s, entry %s".formatted(file, Shown.text(entry));
      PickleValue stored = PickleReader.read(pickle, where, zip.budget());
      if (!(stored instanceof PickleObject object)) {
        throw ArchiveKind.noModule(zip, stored);
      }
      CodeBase code = readCode(zip, prefix, kept);
      ModuleInfo root = ModuleTreeReader.read(file.toString(), code, object, zip.budget());
      return new TorchScriptArchive(file, prefix, pickle, code, root);
    }
  }

  private static CodeBase readCode(ZipArchive zip, String prefix, String kept) throws IOException {
    Map<String, SourceUnit> units = new LinkedHashMap<>();
    long size = 0;
    for (String name : zip.names()) {
      if (name.startsWith(prefix + kept + CODE) && name.endsWith(SOURCE_SUFFIX)) {
        byte[] bytes = read(zip, name, Math.min(MAX_SOURCE, MAX_ALL_SOURCES - size));
        size += bytes.length;
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        SourceText source = new SourceText(zip.file() + ", entry " + Shown.text(name), text);
        String original = prefix + name.substring(prefix.length() + kept.length());
        units.put(original, SourceParser.parse(qualifier(prefix, original), source, zip.budget()));
      }
    }
    return new CodeBase(units);
  }

  private static byte[] read(ZipArchive zip, String name, long limit) throws IOException {
    zip.budget().take(zip.has(name) ? Math.min(zip.size(name), limit) : 0);
    return zip.read(name, limit);
  }

  private static String qualifier(String prefix, String entry) {
    return entry
        .substring(prefix.length() + CODE.length(), entry.length() - SOURCE_SUFFIX.length())
        .replace('/', '.');
  }

  /**
   * Returns the file.
   *
   * @return its path, as it was given
   */
  public Path file() {
    return file;
  }

  /**
   * Returns the folder that all entries lie in.
   *
   * @return its name with the slash
   */
  public String prefix() {
    return prefix;
  }

  /**
   * Returns the model.
   *
   * @return the module at the root, with all below it
   */
  public ModuleInfo root() {
    return root;
  }

  /**
   * Returns the code.
   *
   * @return all classes and functions
   */
  public CodeBase code() {
    return code;
  }

  /**
   * Returns the stored objects as they lie in the file.
   *
   * @return a copy of the bytes of {@code data.pkl}
   */
  public byte[] pickle() {
    return pickle.clone();
  }

  /**
   * Names the entry for code of a given qualifier.
   *
   * @param qualifier such as {@code __torch__.torch.nn.functional}
   * @return the entry's name
   */
  public String codeEntry(String qualifier) {
    return prefix + CODE + qualifier.replace('.', '/') + SOURCE_SUFFIX;
  }

  /**
   * Prints the tree: the lines of Python's {@code print(torch.jit.load(file))}, each with its path,
   * parameters and buffers behind a {@code #}.
   *
   * @return the lines
   */
  public String print() {
    return ModuleTreePrinter.print(root);
  }
}
