// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.golden;

import static dev.layertap.testing.LayertapAssertions.assertThat;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.annotation.CaptureKey;
import dev.layertap.compare.Tolerance;
import dev.layertap.file.ArrayFile;
import dev.layertap.take.Take;
import dev.layertap.testing.Failures;
import dev.layertap.testing.SmallNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("sets a system property")
class GoldenTest {
  private final NDManager manager = NDManager.newBaseManager();
  private final SmallNet net = SmallNet.initialised(manager);

  @SuppressWarnings("NullAway.Init") // JUnit does
  @TempDir
  private Path folder;

  private CaptureScope scope = Layertap.open("first", "relu", "out=second");

  @BeforeEach
  void run() {
    run(1);
  }

  private void run(float factor) {
    NDArray input = manager.create(new float[] {1, -2, 3, -4}, new Shape(1, 4)).mul(factor);
    SmallNet.run(net, manager, new NDList(input));
  }

  @AfterEach
  void close() {
    System.clearProperty(GoldenMode.PROPERTY);
    scope.close();
    manager.close();
  }

  private Golden golden() {
    return Golden.of("net").in(folder);
  }

  private void update(Golden golden) {
    System.setProperty(GoldenMode.PROPERTY, "update");
    assertThat(scope).matchesGolden(golden);
    System.clearProperty(GoldenMode.PROPERTY);
  }

  private void again(float factor, String... captures) {
    scope.close();
    scope = Layertap.open(captures);
    run(factor);
  }

  private Path file() {
    return folder.resolve("net.safetensors");
  }

  private Map<String, NDArray> written() throws IOException {
    return new LinkedHashMap<>(ArrayFile.read(file(), manager));
  }

  @Test
  void whatIsWrittenMatches() throws IOException {
    update(golden());
    assertThat(written()).containsOnlyKeys("~golden", "first#0", "relu#0", "second#0", "relu#1");
    assertThat(scope).matchesGolden(golden());
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(file()));
  }

  @Test
  void aGoldenThatIsMissingSaysHowToWriteIt() {
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .isEqualTo(
            """
            There is no golden "net"; it was looked for as %s and %s.
            Write it with -Dlayertap.golden=update, and commit it.""",
            file(), folder.resolve("net.npz"));
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden("not-there")))
        .contains("src/test/resources/golden/not-there.safetensors")
        .contains(", and on the class path as golden/not-there.safetensors and golden/not-");
  }

  @Test
  void whatDiffersIsListedInOrderOfExecutionAndTheFirstIsShown() {
    update(golden());
    net.getChildren().get("01first").getParameters().get("bias").getArray().addi(1);
    again(1, "first", "relu", "out=second");
    String message = Failures.of(() -> assertThat(scope).matchesGolden(golden()));
    assertThat(message)
        .startsWith(
            """
            Expecting what was captured to match the golden "net" (%s), but 4 of 4 values do not. In order of execution:
              first#0: 4 of 4 elements differ, at most by 1.0"""
                .formatted(file()))
        .contains("\n  relu#0: ")
        .contains("\n  second#0: ")
        .contains(
            """
            The first of them:
            Expecting
              first (Linear), pass 0, call 0: (1, 4) float32
            to be close to
              the file's (1, 4) float32
            within 1.0E-5 absolute + 1.3E-6 relative, but they differ in 4 of 4 elements (100 %).
            """)
        .endsWith(
            "\nIf the change is meant, write the file anew with -Dlayertap.golden=update, and commit"
                + " it.");
  }

  /** Its only child hands its input on. */
  private void runIdentity(float... input) {
    scope.close();
    scope = Layertap.open("same=0");
    var identity = new SequentialBlock().add(list -> new NDList(list.get(0).mul(1)));
    SmallNet.run(identity, manager, new NDList(manager.create(input)));
  }

  @Test
  void theWholeMessageEndsTheSearch() {
    runIdentity(1, 2, 3, 4);
    update(golden());
    runIdentity(1, 2, 4, 4);
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .isEqualTo(
            """
            Expecting what was captured to match the golden "net" (%s), but 1 of 1 values do not. In order of execution:
              0#0: 1 of 4 elements differ, at most by 1.0
            The first of them:
            Expecting
              same = 0 (LambdaBlock), pass 0, call 0: (4) float32
            to be close to
              the file's (4) float32
            within 1.0E-5 absolute + 1.3E-6 relative, but they differ in 1 of 4 elements (25 %%).
            The first and worst at [2]: 4.0, expected 3.0; absolute error 1.00, relative error 0.333, 4194304 ULPs.
            Around it, from [0] to [3]:
              actual    1.0 2.0 >4.0< 4.0
              expected  1.0 2.0 >3.0< 4.0
            If the change is meant, write the file anew with -Dlayertap.golden=update, and commit it.""",
            file());
  }

  @Test
  void valuesThatAreNoArraysCannotMatch() {
    scope.close();
    scope = Layertap.builder().addCapture("first", Take.outputs().statistics()).open();
    run();
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .isEqualTo("first, pass 0, call 0 holds statistics only, and files hold arrays.");
    scope.close();
    scope = Layertap.open("0");
    var nothing = new SequentialBlock().add(list -> new NDList());
    SmallNet.run(nothing, manager, new NDList(manager.ones(new Shape(1))));
    System.setProperty(GoldenMode.PROPERTY, "update");
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .isEqualTo("There is no array to save: nothing that was captured is one.");
    assertThat(file()).doesNotExist();
  }

  @Test
  void eachCaptureHasItsTolerance() {
    update(golden());
    again(1.001f, "first", "relu", "out=second");
    assertThat(scope).matchesGolden(golden().within(Tolerance.relative(0.02)));
    assertThat(
            Failures.of(
                () ->
                    assertThat(scope)
                        .matchesGolden(
                            golden()
                                .within(Tolerance.absolute(9))
                                .within("out", Tolerance.none()))))
        .contains("but 1 of 4 values do not. In order of execution:\n  second#0: ")
        .contains("\nwithin no difference, but they differ in ");
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden()))).contains("first#0: ");
  }

  @Test
  void generatedKeysNameCapturesInRules() throws IOException {
    CaptureKey out = CaptureKey.ofField("out", SmallNet.class.getName(), "second");
    CaptureKey first = CaptureKey.ofField("first", SmallNet.class.getName(), "first");
    update(golden().fingerprint(out, first));
    assertThat(written()).containsKeys("second#0~shape", "first#0~shape", "relu#0");
    again(1.001f, "first", "relu", "out=second");
    assertThat(
            Failures.of(
                () ->
                    assertThat(scope)
                        .matchesGolden(
                            golden().within(Tolerance.absolute(9)).within(out, Tolerance.none()))))
        .contains("but 1 of 4 values do not. In order of execution:\n  second#0: ");
  }

  @Test
  void aRuleAboutNothingIsRefused() {
    update(golden());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(scope).matchesGolden(golden().within("fc", Tolerance.none())))
        .withMessage(
            "The golden \"net\" has a rule for \"fc\", but nothing of that name or place was"
                + " captured.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Golden.of("../net"))
        .withMessage(
            "\"../net\" is no name for a golden: letters, digits, \".\", \"-\" and \"_\" make one.");
  }

  @Test
  void whatIsMissingOnEitherSideDiffers() {
    update(golden());
    again(1, "first", "idle or relu", ".");
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .contains("but 2 of 5 values do not. In order of execution:")
        .contains("\n  #0: captured, but not in the file\n")
        .contains("\n  second#0: in the file, but not captured\n");
    again(1, "first", "relu", "second", "idle");
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .startsWith("Expecting all captures to have fired");
  }

  @Test
  void aFingerprintIsSmallAndTellsWhatDiffers() throws IOException {
    scope.close();
    NDArray input = manager.arange(1000f).reshape(1, 1000);
    var identity = new SequentialBlock().add(list -> new NDList(list.get(0).mul(1)));
    scope = Layertap.open("0");
    SmallNet.run(identity, manager, new NDList(input));
    Golden golden = golden().fingerprint("0");
    update(golden);
    Map<String, NDArray> written = written();
    assertThat(written.keySet())
        .containsExactlyInAnyOrder("~golden", "0#0~shape", "0#0~statistics", "0#0~samples");
    assertThat(requireNonNull(written.get("0#0~shape")).toLongArray()).containsExactly(2, 1, 1000);
    assertThat(requireNonNull(written.get("0#0~samples")).toFloatArray())
        .hasSize(64)
        .startsWith(0, 15, 31);
    assertThat(scope).matchesGolden(golden());

    scope.close();
    scope = Layertap.open("0");
    input.setScalar(new NDIndex("0, 15"), 16);
    SmallNet.run(identity, manager, new NDList(input));
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .contains(
            "\n  0#0: 1 of its 64 sampled elements differ by more than 1.0E-5 absolute + 1.3E-6"
                + " relative. The first is that at [0, 15]: 16.0, expected 15.0\n");
    scope.close();
    scope = Layertap.open("0");
    input.setScalar(new NDIndex("0, 15"), 15);
    input.setScalar(new NDIndex("0, 16"), Float.NaN);
    SmallNet.run(identity, manager, new NDList(input));
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .contains("0#0: its number of NaN is 1, expected 0\n");
    scope.close();
    scope = Layertap.open("0");
    input.setScalar(new NDIndex("0, 16"), 1000);
    SmallNet.run(identity, manager, new NDList(input));
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .contains("0#0: its mean is 500.484, expected 499.5 within 1.0E-5 absolute + 1.3E-6 rel");
    scope.close();
    scope = Layertap.open("0");
    SmallNet.run(identity, manager, new NDList(input.reshape(1000)));
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .contains("0#0: its shape is (1000), expected (1, 1000)");
  }

  @Test
  void shapeAndTypeAreComparedFirst() {
    update(golden());
    scope.close();
    scope =
        Layertap.builder()
            .addCapture("first", Take.outputs().toType(DataType.FLOAT64))
            .addCapture("relu")
            .open("out=second");
    run(1);
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .contains("\n  first#0: it is (1, 4) float64, expected (1, 4) float32\n");
  }

  @Test
  void aFileOfAnotherFrameworkMayNamePlacesAndHoldMore() throws IOException {
    again(1, "first", "out=second", ".");
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    arrays.put("first", scope.get("first").array());
    arrays.put("second#0", scope.get("out").array());
    arrays.put(".", scope.get(".").array());
    arrays.put("relu", scope.get("first").array());
    Path npz = folder.resolve("net.npz");
    ArrayFile.write(npz, arrays);
    assertThat(scope).matchesGolden(golden());

    System.setProperty(GoldenMode.PROPERTY, "update");
    assertThatIllegalStateException()
        .isThrownBy(() -> assertThat(scope).matchesGolden(golden()))
        .withMessage(
            npz
                + " was not written by Layertap, and is not overwritten: it says what another"
                + " framework computes. Delete it first if Layertap shall write it.");
    System.clearProperty(GoldenMode.PROPERTY);

    arrays.put("first", scope.get("first").array().add(1));
    arrays.put("second#1", scope.get("out").array());
    ArrayFile.write(npz, arrays);
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .contains("but 2 of 4 values do not.")
        .contains("\n  first#0: 4 of 4 elements differ")
        .contains("\n  second#1: in the file, but not captured\n")
        .endsWith(
            "\nThe file was not written by Layertap; if the change is meant, make it anew where it"
                + " came from.");
    Files.copy(npz, file());
    assertThatIllegalStateException()
        .isThrownBy(() -> assertThat(scope).matchesGolden(golden()))
        .withMessage(
            "There are two files for the golden \"net\": %s and %s. Delete one of them.",
            file(), npz);
  }

  @Test
  void aNameOfAPlaceIsNotTakenForOneOfItsCalls() throws IOException {
    again(1, "relu");
    ArrayFile.write(folder.resolve("net.npz"), Map.of("relu", scope.all("relu").get(1).array()));
    assertThat(Failures.of(() -> assertThat(scope).matchesGolden(golden())))
        .contains("\n  relu#0: captured, but not in the file\n  relu#1: captured, but not")
        .contains("\nThe file holds no \"relu#0\".");
  }

  @Test
  void filesLieAmongTheTestsResourcesAndAreFoundOnTheClassPath() throws IOException {
    Path resources = Path.of("target", "test-classes", "golden");
    Path file = Files.createDirectories(resources).resolve("on-class-path.npz");
    try {
      ArrayFile.write(file, scope.arrays());
      assertThat(scope).matchesGolden("on-class-path");
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void aFolderThatIsNoModuleIsNotWrittenTo() {
    String before = System.getProperty("basedir");
    try {
      System.setProperty("basedir", folder.toString());
      System.setProperty(GoldenMode.PROPERTY, "update");
      assertThatIllegalStateException()
          .isThrownBy(() -> assertThat(scope).matchesGolden("net"))
          .withMessage(
              "The golden \"net\" cannot be written: there is no folder %s. Run the test in its"
                  + " module's folder, or say where with -Dbasedir.",
              folder.resolve(Path.of("src", "test")));
    } finally {
      if (before == null) {
        System.clearProperty("basedir");
      } else {
        System.setProperty("basedir", before);
      }
    }
  }
}
