// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each thing that the processor refuses, word for word, with file and line. */
class MistakesTest {
  private static final String PLACES =
      " Put it on a block's class, on a field of a block that holds its child, or on a block's"
          + " forwardInternal.";

  /** Compiles a source whose eighth line is its first. */
  private static void assertSaid(String source, String... expected) {
    assertThat(Compiled.of("Net", source).said()).containsExactly(expected);
  }

  @Test
  void aClassThatIsNoBlock() {
    assertSaid(
        "@Capture(\"x\")\nclass Net {}",
        "Net.java:8: error: [CaptureNotABlock] @Capture cannot stand here: net.Net is not an"
            + " ai.djl.nn.Block, so nothing of it runs in a model."
            + PLACES);
  }

  @Test
  void aFieldThatIsNoBlock() {
    assertSaid(
        "class Net extends Base {\n  @Capture(\"x\")\n  String text;\n}",
        "Net.java:9: error: [CaptureNotABlock] @Capture cannot stand here: text is declared as"
            + " java.lang.String, which is not an ai.djl.nn.Block. Declare it as one."
            + PLACES);
  }

  @Test
  void anInterface() {
    assertSaid(
        "@Capture(\"x\")\ninterface Net extends Block {}",
        "Net.java:8: error: [CaptureOnInterface] @Capture cannot stand here: net.Net is an"
            + " interface, and Java hands annotations of interfaces down to nobody. Put it on the"
            + " classes that implement it.");
  }

  @Test
  void aFieldOutsideOfBlocks() {
    assertSaid(
        "class Net {\n  @Capture(\"x\") Block block;\n}",
        "Net.java:9: error: [CaptureOutsideBlock] @Capture cannot stand here: net.Net is not an"
            + " ai.djl.nn.Block, so its field block holds no child of a model."
            + PLACES);
  }

  @Test
  void aMethodOutsideOfBlocks() {
    assertSaid(
        "class Net {\n  @Capture(\"x\") void run() {}\n}",
        "Net.java:9: error: [CaptureOutsideBlock] @Capture cannot stand here: net.Net is not an"
            + " ai.djl.nn.Block, so its method run runs in no model."
            + PLACES);
  }

  @Test
  void aStaticField() {
    assertSaid(
        "class Net extends Base {\n\n  @Capture(\"x\") static Block shared;\n}",
        "Net.java:10: error: [CaptureOnStatic] @Capture cannot stand here: shared is static, and"
            + " belongs to no block in particular. Annotate a field of the block that has it for a"
            + " child.");
  }

  @Test
  void aPrimitive() {
    assertSaid(
        "class Net extends Base {\n  @Capture(\"x\") int units;\n}",
        "Net.java:9: error: [CaptureOnPrimitive] @Capture cannot stand here: units is a primitive"
            + " int; only what blocks take and return can be captured."
            + PLACES);
  }

  @Test
  void collectionsOfSomethingElse() {
    String ending =
        ", which does not say that blocks are in it. Declare it as Block[], List<Block> or"
            + " Map<String, Block>, or of a type of blocks.";
    String start = " error: [CaptureOnCollection] @Capture cannot stand here: ";
    assertSaid(
        """
        @SuppressWarnings("rawtypes")
        class Net extends Base {
          @Capture("a") List<String> words;
          @Capture("b") List raw;
          @Capture("c") Map<Block, String> keys;
          @Capture("d") float[] numbers;
          @Capture("e") Collection<?> any;
        }
        """,
        "Net.java:10:" + start + "words is declared as java.util.List<java.lang.String>" + ending,
        "Net.java:11:" + start + "raw is declared as java.util.List" + ending,
        "Net.java:12:"
            + start
            + "keys is declared as java.util.Map<ai.djl.nn.Block,java.lang.String>"
            + ending,
        "Net.java:13:" + start + "numbers is declared as float[]" + ending,
        "Net.java:14:" + start + "any is declared as java.util.Collection<?>" + ending);
  }

  @Test
  void collectionsOfBlocksAreNoMistake() {
    assertSaid(
        """
        class Net<T extends Block> extends Base {
          @Capture("a") List<Block> list;
          @Capture("b") LambdaBlock[] array;
          @Capture("c") Map<String, ? extends Base> map;
          @Capture("d") Set<T> set;
          @Capture("e") T one;
        }
        """);
  }

  @Test
  void djlsForwardIsFinal() {
    assertSaid(
        "class Net extends Base {\n  @Capture(\"x\") public NDList forward(NDList in) {\n"
            + "    return in;\n  }\n}",
        "Net.java:9: error: [CaptureOnForward] @Capture cannot stand here: forward is not what a"
            + " block overrides: DJL's own, in AbstractBaseBlock, is final. Put it on"
            + " forwardInternal, which that one calls.");
  }

  @Test
  void anotherMethod() {
    String rest =
        " is not what DJL calls when the block runs. Put it on forwardInternal(ParameterStore,"
            + " NDList, boolean, PairList), or the one with NDList labels for its third"
            + " parameter.";
    assertSaid(
        """
        class Net extends Base {
          @Capture("a") int units() {
            return 1;
          }
          @Capture("b") NDList forwardInternal(NDList in) {
            return in;
          }
        }
        """,
        "Net.java:9: error: [CaptureOnMethod] @Capture cannot stand here: units()" + rest,
        "Net.java:12: error: [CaptureOnMethod] @Capture cannot stand here:"
            + " forwardInternal(ai.djl.ndarray.NDList)"
            + rest);
  }

  @Test
  void anAbstractMethod() {
    assertSaid(
        """
        abstract class Net extends Base {
          @Override
          @Capture("x")
          protected abstract NDList forwardInternal(
              ParameterStore s, NDList in, boolean training, PairList<String, Object> p);
        }
        """,
        "Net.java:10: error: [CaptureOnAbstractMethod] @Capture cannot stand here: this"
            + " forwardInternal is abstract, and never what runs. Put it on the class, which holds"
            + " for its subclasses too.");
  }

  @Test
  void aMethodOfAnInterface() {
    assertSaid(
        """
        interface Net extends Block {
          @Capture("x")
          default NDList forwardInternal(
              ParameterStore s, NDList in, boolean training, PairList<String, Object> p) {
            return in;
          }
        }
        """,
        "Net.java:9: error: [CaptureOnInterface] @Capture cannot stand here: net.Net is an"
            + " interface, and what DJL runs is the forwardInternal of a class. Put it on the"
            + " classes that implement it.");
  }

  @Test
  void aComponentOfARecordIsItsFieldAndNotItsAccessorToo() {
    String start = "Net.java:8: error: ";
    assertSaid(
        "record Net(@Capture(\"x\") Block one, @Capture(\"y\") String two) {}",
        start
            + "[CaptureOutsideBlock] @Capture cannot stand here: net.Net is not an"
            + " ai.djl.nn.Block, so its field one holds no child of a model."
            + PLACES,
        start
            + "[CaptureNotABlock] @Capture cannot stand here: two is declared as"
            + " java.lang.String, which is not an ai.djl.nn.Block. Declare it as one."
            + PLACES);
  }

  @Test
  void anAccessorThatIsAnnotatedByItselfIsAMethod() {
    assertSaid(
        """
        record Net(Block one) {
          @Capture("x")
          public Block one() {
            return one;
          }
        }
        """,
        "Net.java:9: error: [CaptureOutsideBlock] @Capture cannot stand here: net.Net is not an"
            + " ai.djl.nn.Block, so its method one runs in no model."
            + PLACES);
  }

  @Test
  void bothOfDjlsForwardInternalsAreNoMistake() {
    assertSaid(
        """
        class Net extends Base {
          @Override
          @Capture("run")
          protected NDList forwardInternal(
              ParameterStore s, NDList in, boolean training, PairList<String, Object> p) {
            return in;
          }
          @Override
          @Capture("labelled")
          protected NDList forwardInternal(
              ParameterStore s, NDList in, NDList labels, PairList<String, Object> p) {
            return in;
          }
        }
        """);
  }

  @Test
  void anEmptyName() {
    assertSaid(
        "@Capture(\"\")\nclass Net extends Base {}",
        "Net.java:8: error: [CaptureEmptyName] \"\" cannot be the name of a capture: it is empty."
            + " Give it a name such as \"layer3.out\".");
  }

  @Test
  void malformedNames() {
    String end = " Give it a name such as \"layer3.out\".";
    String signs = "it may hold no blanks and none of = ( ) / @ * ? \\.";
    assertSaid(
        """
        class Net extends Base {
          @Capture("a b") Block one;
          @Capture(
              take = "last",
              value = "a*") Block two;
          @Capture(".a") Block three;
          @Capture("a\\u2003") Block four;
          @Capture("\\u00a0") Block five;
        }
        """,
        "Net.java:9: error: [CaptureMalformedName] \"a b\" cannot be the name of a capture: "
            + signs
            + end,
        "Net.java:12: error: [CaptureMalformedName] \"a*\" cannot be the name of a capture: "
            + signs
            + end,
        "Net.java:13: error: [CaptureMalformedName] \".a\" cannot be the name of a capture: a dot"
            + " separates two steps, and one of them is empty."
            + end,
        "Net.java:14: error: [CaptureMalformedName] \"a\u2003\" cannot be the name of a capture: "
            + signs
            + end,
        "Net.java:15: error: [CaptureMalformedName] \"\u00a0\" cannot be the name of a capture: "
            + signs
            + end);
  }

  @Test
  void oneNameTwiceInAClass() {
    assertSaid(
        "class Net extends Base {\n  @Capture(\"x\") Block a;\n  @Capture(\"x\") Block b;\n}",
        "Net.java:10: error: [CaptureNameTwice] The name \"x\" is declared twice: here and by"
            + " @Capture on field net.Net.a. Give one of them another name.");
  }

  @Test
  void oneNameInAClassAndItsSuperclass() {
    assertSaid(
        """
        class Above extends Base {
          @Capture("x") Block a;
        }
        class Between extends Above {}
        @Capture("x")
        class Net extends Between {}
        """,
        "Net.java:12: error: [CaptureNameTwice] The name \"x\" is declared twice: here and by"
            + " @Capture on field net.Above.a. Give one of them another name.");
  }

  @Test
  void oneNameInTwoClassesIsNoMistakeHere() {
    assertSaid(
        """
        @Capture("x")
        class Other extends Base {}
        @Capture("x")
        class Net extends Base {
          @Capture("y") static class Nested extends Base {}
          @Capture("y") Block field;
        }
        """);
  }

  @Test
  void aTakeThatContradictsItself() {
    assertSaid(
        """
        class Net extends Base {
          @Capture(value = "x", take = "input output") Block a;
          @Capture(
              value = "y",
              take = "float16 reference") Block b;
        }
        """,
        "Net.java:9: error: [CaptureTake] \"input output\" does not say what to take: \"input\" and"
            + " \"output\" contradict each other.",
        "Net.java:12: error: [CaptureTake] \"float16 reference\" does not say what to take:"
            + " reference and float16 contradict each other: a reference is the model's own"
            + " array.");
  }

  @Test
  void aTakeThatCannotBeRead() {
    assertSaid(
        "@Capture(value = \"x\", take = \"lasst\")\nclass Net extends Base {}",
        "Net.java:8: error: [CaptureTake] \"lasst\" does not say what to take: \"lasst\" is none of"
            + " output, input, both, all, first, last, call(N), every(N), slice(AXIS, FROM, TO),"
            + " mean(AXES), max(AXES), norm(AXES), cpu, copy, reference, statistics, float16,"
            + " float32, float64, int8, uint8, int32, int64, boolean. Did you mean \"last\"?");
  }

  @Test
  void whatTheCompilerFindsItselfIsSaidByItAlone() {
    assertThat(Compiled.of("Net", "@Capture\nclass Net extends Base {}").said())
        .singleElement()
        .asString()
        .startsWith("Net.java:8: error: annotation @")
        .doesNotContain("[Capture");
  }
}
