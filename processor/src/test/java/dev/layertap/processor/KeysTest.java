// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The generated classes. */
class KeysTest {
  /** Javac's own checks, those of comments included, as errors. */
  private static final List<String> STRICT =
      List.of("-Xlint:all", "-Werror", "-Xdoclint:all/private");

  @Test
  void aClassHasAKeyForEachNameThatSaysWhereItComesFrom() throws Exception {
    Compiled compiled =
        Compiled.of(
            "ResNet18",
            """
            @Capture("whole")
            public class ResNet18 extends Base {
              @Capture("comp") Block norm = addChildBlock("norm", made());
              @Override
              @Capture("layer3.out")
              protected NDList forwardInternal(
                  ParameterStore s, NDList in, boolean training, PairList<String, Object> p) {
                return in;
              }
            }
            """);
    assertThat(compiled.succeeded().generated("ResNet18Captures"))
        .isEqualTo(
            """
            package net;

            import dev.layertap.annotation.CaptureKey;
            import javax.annotation.processing.Generated;

            /**
             * Keys of what {@code @Capture} names in {@code net.ResNet18}.
             */
            @Generated("dev.layertap.processor.CaptureProcessor")
            public final class ResNet18Captures {
              /**
               * Named "whole" by the annotation on class net.ResNet18.
               */
              public static final CaptureKey WHOLE = CaptureKey.ofClass("whole", "net.ResNet18");

              /**
               * Named "comp" by the annotation on field net.ResNet18.norm.
               */
              public static final CaptureKey COMP = CaptureKey.ofField("comp", "net.ResNet18", "norm");

              /**
               * Named "layer3.out" by the annotation on method net.ResNet18.forwardInternal.
               */
              public static final CaptureKey LAYER3_OUT = CaptureKey.ofMethod("layer3.out", "net.ResNet18", "forwardInternal");

              /**
               * Holds constants only.
               */
              private ResNet18Captures() {
              }
            }
            """);
  }

  @Test
  void nestedAndGenericClassesHaveKeysInTheirPackage() throws Exception {
    Compiled compiled =
        Compiled.of(
            "Outer",
            """
            public class Outer {
              public static class Inner<T extends Block> extends Base {
                @Capture("x") T child;
                private static class Deep extends Base {
                  @Capture("y") Block child;
                }
              }
              Object key = Outer_Inner_DeepCaptures.Y;
            }
            """);
    assertThat(compiled.succeeded().generated("Outer_InnerCaptures"))
        .contains("public final class Outer_InnerCaptures {")
        .contains("CaptureKey X = CaptureKey.ofField(\"x\", \"net.Outer$Inner\", \"child\");");
    assertThat(compiled.generated("Outer_Inner_DeepCaptures"))
        .contains("\nfinal class Outer_Inner_DeepCaptures {");
  }

  @Test
  void aClassWithoutAPackageHasKeysWithoutOne() {
    Compiled compiled =
        Compiled.of(
            JavaFileObjects.forSourceString(
                "Net",
                "@dev.layertap.annotation.Capture(\"x\") class Net extends net.Base {"
                    + " Object key = NetCaptures.X; }"));
    assertThat(compiled.succeeded().compilation().generatedSourceFile("NetCaptures")).isPresent();
  }

  @Test
  void namesWithAnySignMakeCodeThatPassesTheStrictestCompiler() throws Exception {
    Compiled compiled =
        Compiled.of("Net", "@Capture(\"<b>{x}&\\\"$Té'\")\npublic class Net extends Base {}");
    assertThat(compiled.succeeded().generated("NetCaptures"))
        .contains(
            "Named \"&lt;b&gt;&#123;x&#125;&amp;\"$T\\u00e9'\" by the annotation on class net.Net.")
        .contains("CaptureKey.ofClass(\"<b>{x}&\\\"$T\\u00e9'\", \"net.Net\")");
    Compilation alone =
        Compiler.javac()
            .withOptions(STRICT.toArray())
            .compile(compiled.compilation().generatedSourceFile("net.NetCaptures").orElseThrow());
    assertThat(alone.diagnostics()).isEmpty();
  }

  @Test
  void namesWithAnySignMakeTheSameCodeUnderAnyEncoding() throws Exception {
    String source =
        Compiled.of(
                "Net",
                """
        @Capture("日本-\uD83D\uDE00") class Net extends Base {}
        """)
            .succeeded()
            .generated("NetCaptures");
    assertThat(source)
        .contains("CaptureKey \\u65e5\\u672c__ = ")
        .contains("CaptureKey.ofClass(\"\\u65e5\\u672c-\\ud83d\\ude00\", \"net.Net\")")
        .matches("\\p{ASCII}*");
    Compilation alone =
        Compiler.javac().compile(JavaFileObjects.forSourceString("net.NetCaptures", source));
    assertThat(alone.diagnostics()).isEmpty();
  }

  @Test
  void codeMayUseKeysOfCapturesThatStandInAWrongPlace() {
    assertThat(
            Compiled.of(
                    "Net",
                    "class Net extends Base {\n  @Capture(\"x\") String text;\n"
                        + "  Object key = NetCaptures.X;\n}")
                .said())
        .singleElement()
        .asString()
        .startsWith("Net.java:9: error: [CaptureNotABlock] ");
  }

  @Test
  void aClassThatIsThereAlreadyIsLeftAloneAndSaid() {
    Compiled compiled =
        Compiled.of(
            "Net",
            "class Net extends Base {\n  @Capture(\"x\") Block block;\n}\nclass NetCaptures {}");
    assertThat(compiled.succeeded().said())
        .containsExactly(
            "Net.java:9: warning: [CaptureKeysNameTaken] The keys of net.Net cannot be generated,"
                + " because there is a class NetCaptures already. Rename one of them, or read the"
                + " captures by name.");
  }

  @Test
  void thatWarningCanBeSuppressed() {
    for (String word : List.of("layertap", "CaptureKeysNameTaken", "all")) {
      assertThat(
              Compiled.of(
                      "Net",
                      "@SuppressWarnings(\"%s\")\n@Capture(\"x\")\nclass Net extends Base {}\nclass NetCaptures {}"
                          .formatted(word))
                  .succeeded()
                  .said())
          .isEmpty();
    }
  }

  @Test
  void classesOfOneNameHaveKeysForTheFirstAndItIsSaid() throws Exception {
    Compiled compiled =
        Compiled.of(
            "Outer",
            """
            class Outer {
              static class Net extends Base {
                @Capture("x") Block block;
              }
              Object key = Outer_NetCaptures.X;
            }
            class Outer_Net extends Base {
              @Capture("y") Block block;
            }
            """);
    assertThat(compiled.succeeded().said())
        .containsExactly(
            "Outer.java:15: warning: [CaptureKeysNameTaken] The keys of net.Outer_Net cannot be"
                + " generated, because there is a class Outer_NetCaptures already. Rename one of"
                + " them, or read the captures by name.");
    assertThat(compiled.index()).hasLineCount(3);
  }
}
