// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.layertap.agent.bridge.Bridge;
import dev.layertap.agent.bridge.LinkedToTests;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Bodies of many shapes pass the verifier once they are woven, do what they did, and are told. */
class WovenForwardTest {
  private static final String HEAD =
      """
      import ai.djl.ndarray.NDList;
      import ai.djl.training.ParameterStore;
      import ai.djl.util.PairList;
      public class Own {
        public NDList forward(
            ParameterStore s, NDList in, boolean training, PairList<String, Object> p) {
      """;

  private final List<String> told = new ArrayList<>();
  private @Nullable RuntimeException fatal;
  private final BiFunction<Object, Object[], Object> listener = this::enter;
  private Runnable stop = () -> {};

  private BiFunction<Object, Throwable, Object> enter(Object block, Object[] arguments) {
    told.add("enter " + Arrays.asList(arguments).subList(2, 4));
    return this::exit;
  }

  private @Nullable Object exit(@Nullable Object result, @Nullable Throwable thrown) {
    told.add("exit " + (result == null ? "null" : "list") + (thrown == null ? "" : " " + thrown));
    return fatal == null ? result : fatal;
  }

  @BeforeEach
  void listen() {
    stop = Bridge.listen(listener);
  }

  @AfterEach
  void stopListening() {
    stop.run();
  }

  /** Defines classes for the verifier to look at. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classFiles;

    Loader(Map<String, byte[]> classFiles) {
      super(WovenForwardTest.class.getClassLoader());
      this.classFiles = classFiles;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] classFile = classFiles.get(name); // before the engine's own NDList
      return classFile == null || findLoadedClass(name) != null
          ? super.loadClass(name, resolve)
          : defineClass(name, classFile, 0, classFile.length);
    }
  }

  /** A woven block, and a list for it. */
  private record Block(Object own, Object list, Class<?> listType) {
    @Nullable Object forward(boolean training) throws Throwable {
      for (var method : own.getClass().getMethods()) {
        if (method.getName().equals("forward")) {
          try {
            return method.invoke(own, null, list, training, null);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        }
      }
      throw new AssertionError("no forward");
    }
  }

  private static Block woven(String body) throws Exception {
    return woven(
        new HashMap<>(
            new Sources().addTypesOfForward().add("Own", HEAD + body + "\n}\n}").compile()));
  }

  private static Block woven(Map<String, byte[]> classFiles) throws Exception {
    classFiles.put(
        "Own", LinkedToTests.of(new Weaver().weave(requireNonNull(classFiles.get("Own")))));
    Loader loader = new Loader(classFiles);
    Class<?> list = loader.loadClass("ai.djl.ndarray.NDList");
    return new Block(
        loader.loadClass("Own").getConstructor().newInstance(),
        list.getConstructor().newInstance(),
        list);
  }

  private void assertThatItIsTold(Block block, boolean training) throws Throwable {
    told.clear();
    assertThat(block.forward(training)).isSameAs(block.list());
    assertThat(told).containsExactly("enter [" + training + ", null]", "exit list");
  }

  @Test
  void itIsToldOfItsBeginningAndItsEnd() throws Throwable {
    assertThatItIsTold(woven("return in;"), true);
  }

  @Test
  void nobodyIsToldWhileNobodyListens() throws Throwable {
    stop.run();
    Block block = woven("return in;");

    assertThat(block.forward(false)).isSameAs(block.list());
    assertThat(told).isEmpty();
  }

  @Test
  void aBodyThatBeginsWithALoopAndHasWideVariables() throws Throwable {
    Block block =
        woven(
            """
            do {
              long wide = 3; double wider = 2; int sum = 0;
              for (long i = 0; i < wide; i++) { sum += (int) (i * wider); }
              String text = training ? "a" : in.toString();
              switch (text) { case "a": return in; case "b": continue; default: }
              if (sum != 6) { return null; }
              training = true;
            } while (true);
            """);

    assertThatItIsTold(block, true);
    assertThatItIsTold(block, false);
  }

  @Test
  void aBodyWithTriesWithinTriesAndALock() throws Throwable {
    Block block =
        woven(
            """
            Object result = null;
            try {
              try {
                synchronized (this) {
                  if (training) { return in; }
                  result = in;
                }
                throw new IllegalStateException();
              } catch (IllegalStateException e) {
                return (NDList) result;
              } finally {
                result = "done";
              }
            } finally {
              result = null;
            }
            """);

    assertThatItIsTold(block, true);
    assertThatItIsTold(block, false);
  }

  @Test
  void whatItThrowsIsToldAndThrown() throws Throwable {
    Block block = woven("throw new IllegalArgumentException(\"its own\");");

    assertThatThrownBy(() -> block.forward(true))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("its own");
    assertThat(told)
        .containsExactly(
            "enter [true, null]", "exit null java.lang.IllegalArgumentException: its own");
  }

  @Test
  void anErrorThatIsFatalIsToldOnceAndNotCaughtByTheBody() throws Throwable {
    fatal = new IllegalStateException("the user wants it");
    Block block =
        woven(
            """
            try {
              return in;
            } catch (RuntimeException e) {
              return null;
            } finally {
              training = false;
            }
            """);

    assertThatThrownBy(() -> block.forward(true)).isSameAs(fatal);
    assertThat(told).containsExactly("enter [true, null]", "exit list");
  }

  /** Compilers of other languages may leave something below what is returned. */
  @Test
  void aStackThatHoldsMoreThanTheResultIsNoHarm() throws Throwable {
    Map<String, byte[]> classFiles = new HashMap<>(new Sources().addTypesOfForward().compile());
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Own", null, "java/lang/Object", null);
    MethodVisitor made = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    made.visitCode();
    made.visitVarInsn(Opcodes.ALOAD, 0);
    made.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
    made.visitInsn(Opcodes.RETURN);
    made.visitMaxs(0, 0);
    MethodVisitor forward =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC, "forward", ForwardKind.PLAIN.descriptor(), null, null);
    forward.visitCode();
    forward.visitInsn(Opcodes.LCONST_1);
    forward.visitVarInsn(Opcodes.ALOAD, 2);
    forward.visitInsn(Opcodes.ARETURN);
    forward.visitMaxs(0, 0);
    writer.visitEnd();
    classFiles.put("Own", writer.toByteArray());

    assertThatItIsTold(woven(classFiles), true);
  }

  @Test
  void whatIsNotWovenStaysAsItIs() throws IOException {
    byte[] classFile =
        new Sources()
            .addTypesOfForward()
            .add("Own", HEAD + "return in; } int other(int i) { return i < 3 ? i : 4; } }")
            .compile("Own");
    byte[] twice = new Weaver().weave(classFile);

    assertThat(ClassMethods.of(twice).forwards()).isEqualTo(ClassMethods.of(classFile).forwards());
    assertThat(ClassMethods.of(twice).declares("other", "(I)I")).isTrue();
  }
}
