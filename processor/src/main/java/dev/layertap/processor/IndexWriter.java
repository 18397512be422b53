// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.index.CaptureIndex;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.annotation.processing.Filer;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.StandardLocation;

/** Writes the list of what is annotated. */
final class IndexWriter {
  private final Elements elements;
  private final Filer filer;
  private final Reporter reporter;

  private final Set<String> compiled = new HashSet<>();
  private final List<DeclaredCapture> captures = new ArrayList<>();
  private final List<Element> origins = new ArrayList<>();

  IndexWriter(Elements elements, Filer filer, Reporter reporter) {
    this.elements = elements;
    this.filer = filer;
    this.reporter = reporter;
  }

  /** Adds what one class declares. */
  void add(TypeElement type, List<Annotated> declared) {
    compiled.add(elements.getBinaryName(type).toString());
    if (!declared.isEmpty()) {
      declared.forEach(one -> captures.add(one.capture()));
      origins.add(type);
    }
  }

  /** Writes what was added, and what an earlier compilation of other classes left. */
  void write() {
    List<DeclaredCapture> before = before();
    if (captures.isEmpty() && before.isEmpty()) {
      return;
    }
    List<DeclaredCapture> all = new ArrayList<>(captures);
    before.stream().filter(this::stillHolds).forEach(all::add);
    try (OutputStream out =
        filer
            .createResource(
                StandardLocation.CLASS_OUTPUT,
                "",
                CaptureIndex.RESOURCE,
                origins.toArray(Element[]::new))
            .openOutputStream()) {
      out.write(new CaptureIndex(all, List.of()).text().getBytes(UTF_8));
    } catch (IOException e) {
      sayThatItCannotBeWritten("%s cannot be written: %s".formatted(CaptureIndex.RESOURCE, e));
    }
  }

  /** Says it at one of the captures, which no longer stand where earlier rounds found them. */
  private void sayThatItCannotBeWritten(String message) {
    captures.stream()
        .flatMap(capture -> found(capture).stream())
        .findFirst()
        .ifPresentOrElse(
            one -> reporter.say(Problem.NOT_WRITTEN, one, message),
            () -> reporter.say(Problem.NOT_WRITTEN, message));
  }

  /** A build may hand the compiler only those sources that changed. */
  private List<DeclaredCapture> before() {
    try (InputStream in =
        filer
            .getResource(StandardLocation.CLASS_OUTPUT, "", CaptureIndex.RESOURCE)
            .openInputStream()) {
      return CaptureIndex.parse("", new String(in.readAllBytes(), UTF_8)).captures();
    } catch (IOException | RuntimeException e) {
      // There is none; a compiler's file manager may say so in its own way.
      return List.of();
    }
  }

  private boolean stillHolds(DeclaredCapture capture) {
    return !compiled.contains(capture.className()) && found(capture).isPresent();
  }

  private Optional<Annotated> found(DeclaredCapture capture) {
    return BinaryNames.find(capture.className(), elements).stream()
        .flatMap(type -> Annotated.of(type, elements).stream())
        .filter(one -> one.capture().key().equals(capture.key()))
        .findFirst();
  }
}
