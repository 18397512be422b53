// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.List;
import javax.annotation.processing.ProcessingEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks that run, and are no children of the block that runs them. */
class UnregisteredTest {
  private static Compiled compiled(String body) {
    return Compiled.of("Net", "class Net extends Base {\n" + body + "\n}").succeeded();
  }

  @Test
  void aBlockThatIsOnlyMadeIsWarnedOf() {
    assertThat(compiled("  @Capture(\"x\") private final Block norm = made();").said())
        .containsExactly(
            "Net.java:9: warning: [CaptureUnregistered] As far as this file shows, the block in"
                + " norm is never registered with its parent: it is captured when it runs, but its"
                + " parameters are not initialised, saved or trained with the model. Register it"
                + " with addChildBlock, or say @SuppressWarnings(\"CaptureUnregistered\") if that"
                + " is meant.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Capture(\"x\") Block a = new LambdaBlock(x -> x);",
        "@Capture(\"x\") Block a; Net(Block b) { a = b; }",
        "@Capture(\"x\") Block a; Net(Block b) { this.a = b == null ? made() : (Block) b; }",
        "@Capture(\"x\") Block a = made(); NDList run(ParameterStore s, NDList in) {"
            + " return a.forward(s, in, false); }",
      })
  void soIsWhatIsMadeInOtherWays(String body) {
    assertThat(compiled(body).said())
        .singleElement()
        .asString()
        .startsWith("Net.java:9: warning: [CaptureUnregistered] ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@Capture(\"x\") Block a = addChildBlock(\"a\", made());",
        "@Capture(\"x\") Block a; Net() { a = addChildBlock(\"a\", made()); }",
        "@Capture(\"x\") Block a = made(); { addChildBlock(\"a\", a); }",
        "@Capture(\"x\") Block a; Net(Block b) { a = b; this.addChildBlock(\"a\", b); }",
        "@Capture(\"x\") Block a; { addChildBlock(\"a\", a = made()); }",
        "@Capture(\"x\") Block a; Net(Block b) { a = b == null ? null : addChildBlock(\"a\", b); }",
        "@Capture(\"x\") Block a = add(made()); Block add(Block b) {"
            + " return addChildBlock(\"a\", b); }",
        "@Capture(\"x\") Block a = made(); Block a() { return a; }",
        "@Capture(\"x\") Block a = made(); List<Block> all = List.of(a);",
        "@Capture(\"x\") Block a = made(); Block same = a;",
        "@Capture(\"x\") Block a = of(this); static Block of(Net net) { return made(); }",
        "@Capture(\"x\") Block a = made(); java.util.function.Supplier<Block> s = () -> a;",
        "@Capture(\"x\") Block a = made(); { if (a instanceof LambdaBlock b) addChildBlock(\"a\", b); }",
        "@Capture(\"x\") Block a = made(); Block[] all = {a};",
        "@Capture(\"x\") Block a = made(); Object all = new Block[] {a};",
        "@Capture(\"x\") Block a = made(); Object held = new Held(a);"
            + " record Held(Block block) {}",
        "@Capture(\"x\") Block a = made(); { addChildBlock(\"a\", hashCode() == 0 ? null : a); }",
        "@Capture(\"x\") Block a = of(1, add(made())); static Block of(int i, Block b) {"
            + " return made(); } Block add(Block b) { return b; }",
        "@Capture(\"x\") Block never = null;",
        "@Capture(\"x\") Block set;",
        "@Capture(\"x\") List<Block> many = new ArrayList<>();",
      })
  void whatIsRegisteredOrMayBeIsNot(String body) {
    assertThat(compiled(body).said()).isEmpty();
  }

  @Test
  void eachFileIsLookedAtForItself() {
    String bare = "class %s extends Base { @Capture(\"x\") Block a = made(); }";
    String sound =
        "class %s extends Base { @Capture(\"x\") Block a = addChildBlock(\"a\", made()); }";
    Compiled compiled =
        Compiled.of(
            Compiled.source("A", sound.formatted("A")),
            Compiled.source("B", bare.formatted("B")),
            Compiled.source("C", sound.formatted("C")),
            Compiled.source("D", bare.formatted("D")));
    assertThat(compiled.succeeded().said())
        .extracting(line -> line.substring(0, line.indexOf(']') + 1))
        .containsExactly(
            "B.java:8: warning: [CaptureUnregistered]", "D.java:8: warning: [CaptureUnregistered]");
  }

  @Test
  void whatIsWrongAlreadyIsNotWarnedOfAsWell() {
    for (String wrong :
        List.of(
            "@Capture(\"x\") static Block a = made();",
            "@Capture(value = \"x\", take = \"nonsense\") Block a = made();",
            "@Capture(\"a b\") Block a = made();")) {
      assertThat(Compiled.of("Net", "class Net extends Base { " + wrong + " }").said())
          .singleElement()
          .asString()
          .contains(": error: [Capture");
    }
  }

  /** Gradle's incremental mode puts its own environment around the compiler's. */
  @Test
  void behindAWrapperOfTheEnvironmentNothingIsKnownAndAllElseWorks() throws Exception {
    CaptureProcessor processor =
        new CaptureProcessor(
            environment ->
                new CaptureRounds(
                    (ProcessingEnvironment)
                        Proxy.newProxyInstance(
                            UnregisteredTest.class.getClassLoader(),
                            new Class<?>[] {ProcessingEnvironment.class},
                            (proxy, method, arguments) -> method.invoke(environment, arguments))));
    Compiled compiled =
        Compiled.by(
            List.of(processor),
            List.of(),
            Compiled.source("Net", "class Net extends Base { @Capture(\"x\") Block a = made(); }"));
    assertThat(compiled.succeeded().said()).isEmpty();
    assertThat(compiled.index()).hasLineCount(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"layertap", "CaptureUnregistered", "all"})
  void theWarningCanBeSuppressed(String word) {
    String field = "@Capture(\"x\") Block a = made();";
    String suppressed = "@SuppressWarnings({\"unused\", \"" + word + "\"}) ";
    assertThat(compiled(suppressed + field).said()).isEmpty();
    assertThat(Compiled.of("Net", suppressed + "class Net extends Base { " + field + " }").said())
        .isEmpty();
    assertThat(compiled("@SuppressWarnings(\"unused\") " + field).said()).hasSize(1);
  }
}
