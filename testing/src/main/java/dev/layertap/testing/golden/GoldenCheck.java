// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.golden;

import static dev.layertap.testing.error.ShouldBeClose.shouldBeClose;
import static dev.layertap.testing.error.ShouldMatchGolden.shouldHaveGolden;
import static dev.layertap.testing.error.ShouldMatchGolden.shouldMatchGolden;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.layertap.CaptureScope;
import dev.layertap.compare.Comparison;
import dev.layertap.compare.Elements;
import dev.layertap.compare.Tolerance;
import dev.layertap.file.ArrayFile;
import dev.layertap.testing.error.Labels;
import dev.layertap.testing.error.ShouldMatchGolden.Difference;
import dev.layertap.text.NearestNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.error.ErrorMessageFactory;

/** Compares a scope with its golden file, or writes that. */
public final class GoldenCheck {
  /** In every file that was written here: it holds what was captured, and nothing else. */
  private static final String MARK = "~golden";

  private static final String MISSING =
      "Write it with -D%s=update, and commit it.".formatted(GoldenMode.PROPERTY);
  private static final String UPDATE =
      "If the change is meant, write the file anew with -D%s=update, and commit it."
          .formatted(GoldenMode.PROPERTY);
  private static final String FOREIGN =
      "The file was not written by Layertap; if the change is meant, make it anew where it came"
          + " from.";

  private final Golden golden;
  private final GoldenFolder folder;
  private final List<CapturedArray> captured;

  private GoldenCheck(Golden golden, List<CapturedArray> captured) {
    this.golden = golden;
    this.folder = new GoldenFolder(golden.folder());
    this.captured = captured;
  }

  /**
   * Compares what a scope has captured with a golden file, or, if the system property {@code
   * layertap.golden} is {@code update}, writes that file.
   *
   * @param golden which file, and what is close enough
   * @param scope what was captured
   * @return the message, if something differs
   * @throws IllegalStateException if the file shall be written and must not be
   * @throws UncheckedIOException if the file cannot be read or written
   */
  public static Optional<ErrorMessageFactory> of(Golden golden, CaptureScope scope) {
    golden.checkRules(scope.all());
    GoldenMode mode = GoldenMode.current();
    try (NDManager manager = NDManager.newBaseManager(engineOf(scope))) {
      GoldenCheck check = new GoldenCheck(golden, CapturedArray.of(scope, manager));
      if (mode == GoldenMode.UPDATE) {
        check.write(manager);
        return Optional.empty();
      }
      return check.compare(manager);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static String engineOf(CaptureScope scope) {
    return scope.stream()
        .flatMap(one -> one.arrays().stream())
        .findFirst()
        .map(array -> array.getManager().getEngine().getEngineName())
        .orElseGet(Engine::getDefaultEngineName);
  }

  private void write(NDManager manager) throws IOException {
    Optional<GoldenFolder.Found> before = folder.findSource(golden.name());
    Path target = folder.target(golden.name());
    if (before.isPresent() && !ArrayFile.read(before.get().file(), manager).containsKey(MARK)) {
      throw new IllegalStateException(
          "%s was not written by Layertap, and is not overwritten: it says what another framework computes. Delete it first if Layertap shall write it."
              .formatted(before.get().file()));
    }
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    arrays.put(MARK, manager.create(new long[] {1}));
    for (CapturedArray one : captured) {
      if (one.isWhole() && golden.wantsFingerprint(one.activation())) {
        arrays.putAll(Fingerprint.of(one.key(), one.array(), manager));
      } else {
        arrays.put(one.key(), one.array());
      }
    }
    ArrayFile.write(target, arrays);
  }

  private Optional<ErrorMessageFactory> compare(NDManager manager) throws IOException {
    Optional<GoldenFolder.Found> found = folder.find(golden.name());
    if (found.isEmpty()) {
      return Optional.of(shouldHaveGolden(golden.name(), folder.places(golden.name()), MISSING));
    }
    Map<String, NDArray> file = read(found.get(), manager);
    boolean isOurs = file.remove(MARK) != null;
    List<Difference> differences = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (CapturedArray one : captured) {
      difference(one, file, seen).ifPresent(differences::add);
    }
    List<String> extra =
        file.keySet().stream()
            .filter(key -> !seen.contains(key))
            .filter(
                key ->
                    isOurs || captured.stream().anyMatch(one -> one.isAnotherCallOf(key, captured)))
            .toList();
    extra.forEach(key -> differences.add(notCaptured(key)));
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        shouldMatchGolden(
            golden.name(),
            found.get().file().toString(),
            captured.size() + extra.size(),
            differences,
            isOurs ? UPDATE : FOREIGN));
  }

  private static Map<String, NDArray> read(GoldenFolder.Found found, NDManager manager)
      throws IOException {
    try {
      return new LinkedHashMap<>(ArrayFile.read(found.file(), manager));
    } finally {
      if (found.isTemporary()) {
        Files.delete(found.file());
      }
    }
  }

  private static Difference notCaptured(String key) {
    String summary = "%s: in the file, but not captured".formatted(key);
    return new Difference(
        summary, "The file holds \"%s\", and the scope has no such value.".formatted(key));
  }

  private Optional<Difference> difference(
      CapturedArray one, Map<String, NDArray> file, Set<String> seen) {
    Tolerance tolerance =
        golden
            .toleranceOf(one.activation())
            .orElseGet(() -> Tolerance.standard(one.array().getDataType()));
    for (String name : one.names()) {
      NDArray whole = file.get(name);
      if (whole != null) {
        seen.add(name);
        return whole(one, whole, tolerance);
      }
      if (file.containsKey(name + Fingerprint.SHAPE)) {
        Fingerprint.ENDINGS.forEach(ending -> seen.add(name + ending));
        return Fingerprint.difference(name, one.array(), file, tolerance)
            .map(text -> new Difference(one.key() + ": " + text, label(one) + "\n" + text + "."));
      }
    }
    return Optional.of(
        new Difference(
            one.key() + ": captured, but not in the file",
            "%s%nThe file holds no \"%s\".%s"
                .formatted(
                    label(one), one.key(), NearestNames.didYouMean(one.key(), file.keySet()))));
  }

  private static String label(CapturedArray one) {
    return Labels.place(one.activation()) + ": " + Labels.of(one.array());
  }

  private static Optional<Difference> text(CapturedArray one, String expected) {
    String actual = ScalarArray.text(one.array());
    return actual.equals(expected)
        ? Optional.empty()
        : Optional.of(scalar(one, "%s, expected %s.".formatted(actual, expected)));
  }

  private static Difference scalar(CapturedArray one, String what) {
    return new Difference(
        one.key() + ": it is " + what, Labels.place(one.activation()) + "\nit is " + what);
  }

  private static Optional<Difference> whole(
      CapturedArray one, NDArray expected, Tolerance tolerance) {
    NDArray actual = one.array();
    if (ScalarArray.isText(one.key()) && expected.getDataType() == actual.getDataType()) {
      return text(one, ScalarArray.text(expected));
    }
    String wanted = Labels.of(expected);
    if (!actual.getShape().equals(expected.getShape())
        || actual.getDataType() != expected.getDataType()) {
      String text = "it is %s, expected %s".formatted(Labels.of(actual), wanted);
      return Optional.of(new Difference(one.key() + ": " + text, label(one) + "\n" + text + "."));
    }
    Elements found = Elements.of(actual);
    boolean isTruth = !one.isWhole() && found.type() == DataType.BOOLEAN;
    Comparison comparison =
        Comparison.within(isTruth ? Tolerance.none() : tolerance, found, Elements.of(expected));
    if (!one.isWhole()) {
      return comparison.first().map(number -> scalar(one, number.describe()));
    }
    return comparison
        .worst()
        .map(
            worst ->
                new Difference(
                    "%s: %d of %d elements differ, at most by %s"
                        .formatted(
                            one.key(),
                            comparison.differing(),
                            comparison.count(),
                            worst.absoluteError()),
                    shouldBeClose(label(one), "the file's " + wanted, tolerance, comparison)
                        .create()));
  }
}
