// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.ModuleInfo;
import dev.layertap.torchscript.TorchScriptArchive;
import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.ZipArchive;
import dev.layertap.torchscript.archive.ZipRewriter;
import dev.layertap.torchscript.code.ClassCode;
import dev.layertap.torchscript.code.CodeBase;
import dev.layertap.torchscript.code.FunctionCode;
import dev.layertap.torchscript.code.SourceUnit;
import dev.layertap.torchscript.pickle.DebugTable;
import dev.layertap.torchscript.pickle.PickleEditor;
import dev.layertap.torchscript.pickle.PickleObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Writes an archive again, with twins beside its methods. The original methods, the tensors and all
 * other entries stay byte for byte; a program that does not know of the twins sees no difference.
 */
public final class TwinWriter {
  private static final String DEBUG_SUFFIX = ".debug_pkl";
  private static final long MAX_LINES = 64L << 20;

  private final TorchScriptArchive archive;
  private final boolean forPython;
  private final TwinContext context;
  private final Map<Routine, String> written = new LinkedHashMap<>();
  private final Map<String, String> entries = new LinkedHashMap<>();
  private final Map<String, byte[]> changes = new LinkedHashMap<>();
  private final Map<String, EditedText> edits = new LinkedHashMap<>();
  private final Twins twins;
  private long writtenLength;

  private TwinWriter(TorchScriptArchive archive, boolean forPython, Taking taking) {
    this.archive = archive;
    this.forPython = forPython;
    this.context = context(archive, forPython, taking);
    writeCalled();
    long written = 0;
    for (Map.Entry<String, SourceUnit> unit : archive.code().units().entrySet()) {
      EditedText edited = rewrite(unit.getValue());
      String rewritten = edited.all();
      EditedText.checkLength(written += rewritten.length());
      if (!rewritten.equals(unit.getValue().source().text())) {
        changes.put(unit.getKey(), bytes(rewritten));
        edits.put(unit.getKey(), edited);
      }
    }
    changes.put(archive.codeEntry(context.names().support()), bytes(context.support().text()));
    PickleEditor editor = new PickleEditor();
    context.numbering().store(editor, context.names());
    changes.put(archive.prefix() + "data.pkl", editor.apply(archive.pickle()));
    twins =
        new Twins(
            Collections.unmodifiableMap(entries),
            forPython || !entries.containsKey("forward")
                ? Optional.empty()
                : Optional.of(context.names().plan()),
            PlaceFinder.places(context, archive.root()),
            PlaceFinder.opaque(context, archive.root()),
            selectionSize(context.numbering()));
  }

  /**
   * Works out the twins of an archive.
   *
   * @param archive the archive
   * @return what can write them
   * @throws ArchiveException when they would take more time or memory than those of any sound model
   */
  public static TwinWriter of(TorchScriptArchive archive) throws ArchiveException {
    return write(
        archive,
        false,
        (names, numbering) -> new CopyingCode(names, archive.code(), selectionSize(numbering)));
  }

  /**
   * Works out the twins of an archive that captures without Layertap, in Python or C++. An entry
   * takes what its method takes, and returns its result and a dict of tensors.
   *
   * @param archive the archive
   * @param wanted the slots that are taken, each with the paths that keys begin with
   * @return what can write them
   * @throws ArchiveException when they would take more time or memory than those of any sound model
   */
  public static TwinWriter forPython(
      TorchScriptArchive archive, SortedMap<Integer, List<String>> wanted) throws ArchiveException {
    return write(
        archive,
        true,
        (names, numbering) ->
            new FlatCode(names, archive.code(), selectionSize(numbering), wanted));
  }

  private static TwinWriter write(TorchScriptArchive archive, boolean forPython, Taking taking)
      throws ArchiveException {
    try {
      return new TwinWriter(archive, forPython, taking);
    } catch (TwinLimitException e) {
      throw new ArchiveException(
          "%s: %s. If it is a sound model, please report this."
              .formatted(archive.file(), e.getMessage()),
          e);
    }
  }

  private interface Taking {
    TakingCode code(TwinNames names, Numbering numbering);
  }

  /**
   * Returns what the new archive offers.
   *
   * @return its entries and places
   */
  public Twins twins() {
    return twins;
  }

  /**
   * Returns the entries that differ from the original's.
   *
   * @return their content by name, in the order in which they are written
   */
  public Map<String, byte[]> changes() {
    return Collections.unmodifiableMap(changes);
  }

  /**
   * Writes the archive with its twins.
   *
   * @param target the file to write; it appears whole or not at all
   * @throws IOException when the new file cannot be written
   */
  public void write(Path target) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path part = Files.createTempFile(folder, target.getFileName() + ".", ".part");
    try {
      write(part, Map.of());
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /**
   * Writes the archive with its twins, and with more entries.
   *
   * @param target the file to write; it may be incomplete if this fails
   * @param more further entries that libtorch does not look at, by name
   * @throws IOException when the new file cannot be written
   */
  public void write(Path target, Map<String, byte[]> more) throws IOException {
    try (ZipArchive zip = ZipArchive.open(archive.file())) {
      ZipRewriter rewriter = new ZipRewriter(zip);
      changes.forEach(rewriter::put);
      more.forEach(rewriter::put);
      for (Map.Entry<String, EditedText> edited : edits.entrySet()) {
        moveLines(zip, edited.getKey() + DEBUG_SUFFIX, edited.getValue(), rewriter);
      }
      rewriter.write(target);
    }
  }

  /** The table from code to Python's lines follows the code, so that errors read as ever. */
  private static void moveLines(
      ZipArchive zip, String table, EditedText edited, ZipRewriter rewriter) throws IOException {
    if (zip.has(table)) {
      try {
        byte[] lines = zip.read(table, MAX_LINES);
        rewriter.put(table, DebugTable.move(lines, zip.file() + ", " + table, edited::moved));
      } catch (ArchiveException e) {
        rewriter.remove(table); // rather none than wrong lines
      }
    }
  }

  private static TwinContext context(TorchScriptArchive archive, boolean forPython, Taking taking) {
    CodeBase code = archive.code();
    ModuleInfo root = archive.root();
    CallGraph graph = new CallGraph(code, root.code());
    Reporting reports = new Reporting(graph);
    PickleObject object = root.object().orElseThrow();
    Numbering numbering = new Numbering(graph, reports, new StoredObjects(object), root);
    Set<Routine> twins =
        graph.closeOverCallers(
            Collections.unmodifiableSet(new LinkedHashSet<>(reports.routines())));
    TwinNames names = TwinNames.notIn(archive);
    return new TwinContext(
        names,
        graph,
        reports,
        new TracedResults(graph, reports),
        numbering,
        twins,
        forPython ? Set.of() : LastingResults.in(graph, reports, root.code()),
        forPython
            ? Inlining.none(graph, reports, numbering)
            : Inlining.of(graph, reports, numbering, root.code()),
        new SupportCode(names, taking.code(names, numbering)));
  }

  private static int selectionSize(Numbering numbering) {
    return numbering.nobody() + 2;
  }

  private EditedText rewrite(SourceUnit unit) {
    EditedText edits = new EditedText(unit.source().text());
    for (ClassCode type : unit.classes()) {
      String members = type.methods().isEmpty() ? "" : members(unit, type);
      if (!members.isEmpty()) {
        FunctionCode last = type.methods().get(type.methods().size() - 1);
        edits.insert(last.span().end(), onNewLine(unit, last) + members);
      }
    }
    for (FunctionCode function : unit.functions()) {
      Routine routine = new Routine(unit, Optional.empty(), function);
      if (written.containsKey(routine)) {
        edits.insert(function.span().end(), onNewLine(unit, function) + written.get(routine));
      }
    }
    return edits;
  }

  /** Writes the twins that the entries call, and those that these call. */
  private void writeCalled() {
    ClassCode root = archive.root().code();
    Set<Routine> called = new LinkedHashSet<>();
    for (FunctionCode method : root.methods()) {
      context
          .graph()
          .method(root.qualifiedName(), method.name())
          .filter(context.twins()::contains)
          .ifPresent(called::add);
    }
    Deque<Routine> open = new ArrayDeque<>(called);
    while (!open.isEmpty()) {
      Routine routine = open.remove();
      Set<Routine> its = new LinkedHashSet<>();
      String twin = new RoutineTwin(context, routine, false).write(its);
      if (context.isToldItsSlot(routine)) {
        twin += new RoutineTwin(context, routine, true).write(its);
      }
      EditedText.checkLength(writtenLength += twin.length());
      written.put(routine, twin);
      its.stream().filter(called::add).forEach(open::add);
    }
  }

  private static String onNewLine(SourceUnit unit, FunctionCode before) {
    return unit.source().text().charAt(before.span().end() - 1) == '\n' ? "" : "\n";
  }

  private String members(SourceUnit unit, ClassCode type) {
    StringBuilder members = new StringBuilder();
    for (FunctionCode method : type.methods()) {
      Routine routine = new Routine(unit, Optional.of(type), method);
      if (written.containsKey(routine)) {
        members.append(written.get(routine));
        if (type.qualifiedName().equals(archive.root().type())) {
          members.append(entry(routine));
        }
      }
    }
    return attributes(type) + members;
  }

  private String attributes(ClassCode type) {
    StringBuilder attributes = new StringBuilder();
    if (context.numbering().hasRoom(type)) {
      attributes.append("%s%s : int\n".formatted(type.indent(), context.names().slot()));
    }
    for (String held : context.numbering().heldAttributes(type)) {
      String name = context.names().slotOf(context.numbering().attributeIndex(type, held));
      attributes.append("%s%s : int\n".formatted(type.indent(), name));
    }
    return attributes.toString();
  }

  private String entry(Routine routine) {
    String method = routine.code().name();
    String name = forPython ? context.names().capture(method) : context.names().entry(method);
    entries.put(method, name);
    if (forPython) {
      return CaptureMethod.write(context, routine, name);
    }
    String written = new EntryMethod(context, routine, name).write();
    return method.equals("forward") ? written + PlanMethods.write(context, routine, name) : written;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
