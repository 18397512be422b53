// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import dev.layertap.LayertapException;
import dev.layertap.annotation.CaptureKey;
import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.take.Side;
import dev.layertap.take.Take;
import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.tests.apps.OpensAnnotated;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that are compiled here with the annotation processor, and run under the agent. */
class AnnotatedTest {
  private static final String NET =
      """
      package app;

      import ai.djl.ndarray.NDList;
      import ai.djl.nn.*;
      import ai.djl.nn.core.Linear;
      import ai.djl.training.ParameterStore;
      import ai.djl.util.PairList;
      import dev.layertap.annotation.Capture;
      import java.util.*;

      @Capture("whole")
      public class Net extends SequentialBlock {
        @Capture(value = "first", take = "both")
        private final Block first = linear();

        @Capture("layers")
        private final List<Block> layers = List.of(linear(), linear());

        @Capture("empty")
        private Block empty;

        public Net() {
          add(first);
          layers.forEach(this::add);
        }

        static Block linear() {
          return Linear.builder().setUnits(4).build();
        }
      }
      """;

  private static final String OTHER =
      """
      package app;

      import ai.djl.nn.*;
      import dev.layertap.annotation.Capture;

      public class Other extends SequentialBlock {
        @Capture("first") private final Block first = new LambdaBlock(x -> x);

        public Other() {
          add(first);
        }
      }
      """;

  private final Path folder;
  private final NDManager manager = NDManager.newBaseManager();
  private final NDArray input = manager.create(new float[] {1, -2, 3, -4}, new Shape(1, 4));

  /**
   * A model that nobody holds may be collected before its scope is read, and its classes with it.
   */
  private final List<Block> made = new ArrayList<>();

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  AnnotatedTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @AfterEach
  void close() {
    Thread.currentThread().setContextClassLoader(before);
    manager.close();
  }

  private ClassLoader compiled() throws Exception {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Path net = Files.writeString(folder.resolve("Net.java"), NET);
    Path other = Files.writeString(folder.resolve("Other.java"), OTHER);
    Path classes = Files.createDirectories(folder.resolve("classes"));
    int status =
        compiler.run(
            null,
            null,
            null,
            "-d",
            classes.toString(),
            "-processorpath",
            ClassPath.ofThisJvm().toString(),
            net.toString(),
            other.toString());
    assertThat(status).isZero();
    return new URLClassLoader(new URL[] {classes.toUri().toURL()}, before);
  }

  private Block made(ClassLoader loader, String name) throws Exception {
    Block net = (Block) loader.loadClass(name).getConstructor().newInstance();
    SmallNet.initialise(net, manager, new Shape(1, 4));
    made.add(net);
    return net;
  }

  private NDArray run(Block net) {
    return SmallNet.run(net, manager, new NDList(input)).get(0);
  }

  private static CaptureKey key(ClassLoader loader, String keys, String constant) throws Exception {
    Class<?> type = loader.loadClass("app." + keys);
    var field = type.getField(constant);
    return (CaptureKey) field.get(null);
  }

  @Test
  void aCompiledModelIsReadByItsGeneratedKeys() throws Exception {
    ClassLoader loader = compiled();
    Block net = made(loader, "app.Net");
    CaptureKey first = key(loader, "NetCaptures", "FIRST");
    CaptureKey layers = key(loader, "NetCaptures", "LAYERS");
    CaptureKey whole = key(loader, "NetCaptures", "WHOLE");
    try (CaptureScope scope = Layertap.open(first, layers, whole)) {
      NDArray output = run(net);
      assertThat(scope.get(first, Side.INPUT).array()).isEqualTo(input);
      assertThat(scope.all(first)).hasSize(2);
      assertThat(scope.all(first, Side.OUTPUT)).hasSize(1);
      assertThat(scope.all(layers)).extracting(one -> one.path()).containsExactly("1", "2");
      assertThat(scope.stack(layers).getShape()).isEqualTo(new Shape(2, 1, 4));
      assertThat(scope.concat(layers).getShape()).isEqualTo(new Shape(2, 4));
      assertThat(scope.get(whole).array()).isEqualTo(output);
      assertThat(scope.get("whole")).isSameAs(scope.get(whole));
      assertThat(scope.internalErrors()).isEmpty();
    }
    try (CaptureScope scope =
        Layertap.builder().addCapture(first, Take.outputs().statistics()).open()) {
      run(net);
      assertThat(scope.get(first).statistics().count()).isEqualTo(4);
    }
  }

  @Test
  void aKeyMeansItsOwnDeclarationAndNoOtherOfTheSameName() throws Exception {
    ClassLoader loader = compiled();
    Block both =
        new ai.djl.nn.SequentialBlock()
            .add((Block) loader.loadClass("app.Net").getConstructor().newInstance())
            .add((Block) loader.loadClass("app.Other").getConstructor().newInstance());
    SmallNet.initialise(both, manager, new Shape(1, 4));
    try (CaptureScope scope = Layertap.open("@first")) {
      run(both);
      assertThatThrownBy(scope::all)
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              "The name \"first\" is declared twice: by @Capture on field app.Net.first and by"
                  + " @Capture on field app.Other.first. Give one of them another name.");
    }
    CaptureKey other = key(loader, "OtherCaptures", "FIRST");
    try (CaptureScope scope = Layertap.open(other)) {
      run(both);
      assertThat(scope.get(other).path()).isEqualTo("1.0");
    }
  }

  @Test
  void aKeyOfAnotherModelMatchesNothingAndSaysWhereItIsDeclared() throws Exception {
    ClassLoader loader = compiled();
    CaptureKey other = key(loader, "OtherCaptures", "FIRST");
    try (CaptureScope scope = Layertap.open(other)) {
      run(made(loader, "app.Net"));
      assertThatThrownBy(() -> scope.get(other))
          .isInstanceOf(LayertapException.class)
          .hasMessageStartingWith("Nothing in Net matches \"@first\" (field app.Other.first).");
    }
  }

  @Test
  void whatTheClassPathDeclaresIsListed() throws Exception {
    Thread.currentThread().setContextClassLoader(compiled());
    assertThat(Layertap.declaredCaptures())
        .extracting(DeclaredCapture::where)
        .containsExactly(
            "class app.Net",
            "field app.Net.empty",
            "field app.Net.first",
            "field app.Net.layers",
            "field app.Other.first");
    assertThat(Layertap.declaredCaptures().get(2).take()).isEqualTo("both");
  }

  @Test
  void declaredCapturesThatNamedNoPlaceAreInTheSummaryAndInTheErrorOfWhoReadsThem()
      throws Exception {
    ClassLoader loader = compiled();
    try (CaptureScope scope = Layertap.open()) {
      run(made(loader, "app.Net"));
      assertThat(scope.all()).hasSize(5);
      assertThat(scope.summary())
          .isEqualTo(
              "first (1, 4) (1, 4), layers (1, 4) (1, 4), whole (1, 4), \"@empty\" (field"
                  + " app.Net.empty) names no place of Net: the field holds no block, \"@first\""
                  + " (field app.Other.first) is in no model that ran");
      assertThatThrownBy(() -> scope.get(key(loader, "NetCaptures", "EMPTY")))
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              "\"@empty\" (field app.Net.empty) names no place of Net: the field holds no block.");
    }
  }

  @Test
  void anAnnotatedBlockThatDidNotRunIsNamedWhenItIsRead() {
    SmallNet net = SmallNet.initialised(manager);
    net.skipSecond = true;
    try (CaptureScope scope = Layertap.open("first", "@comp")) {
      run(net);
      assertThatThrownBy(() -> scope.get("comp"))
          .isInstanceOf(LayertapException.class)
          .hasMessage(
              "\"comp\" did not run: @Capture names second (Linear), but this was not called in the"
                  + " scope's one pass.");
    }
  }

  @Test
  void withoutTheProcessorAnnotationsWorkAndItIsSaidOnce() {
    ChildJvm.Result result =
        ChildJvm.running(OpensAnnotated.class, ClassPath.ofThisJvm())
            .option("-XX:+EnableDynamicAgentLoading")
            .run();
    assertThat(result.out()).isEqualTo("part (1, 2), whole (1, 2)\npart (1, 2), whole (1, 2)\n");
    assertThat(result.err().lines().filter(line -> !line.startsWith("[W")))
        .containsExactly(
            "[layertap] The annotation processor did not run when"
                + " dev.layertap.tests.apps.OpensAnnotated$Net was compiled, or an uber jar lost"
                + " its list: its captures work, but their mistakes are found only now, and nothing lists them. Put"
                + " dev.layertap:layertap-processor on the compiler's processor path (JDK 23 and"
                + " newer run none from the class path), and have an uber jar join"
                + " META-INF/layertap/captures.");
  }
}
