// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A JVM where the agent cannot begin, because {@code java.lang} stays closed. */
class DjlTransformerTest {
  private static final byte[] OTHER = {};

  private final PrintStream stderr = System.err;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final AtomicReference<ClassFileTransformer> added = new AtomicReference<>();

  private final Instrumentation closed =
      (Instrumentation)
          Proxy.newProxyInstance(
              Instrumentation.class.getClassLoader(),
              new Class<?>[] {Instrumentation.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getAllLoadedClasses" -> new Class<?>[0];
                    case "addTransformer" -> {
                      added.set((ClassFileTransformer) arguments[0]);
                      yield null;
                    }
                    default -> throw new UnsupportedOperationException("no " + method.getName());
                  });

  @AfterEach
  void giveBackStderr() {
    System.setErr(stderr);
  }

  private byte @Nullable [] firstClassOfDjl(String argument) throws Exception {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    new AgentStart(argument, closed).run(true);
    return requireNonNull(added.get())
        .transform(getClass().getClassLoader(), "ai/djl/nn/Block", null, null, OTHER);
  }

  @Test
  void classesOfTheJdkAndHiddenOnesAreLeftAlone() throws Exception {
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    new AgentStart("", closed).run(true);
    ClassFileTransformer transformer = requireNonNull(added.get());
    assertThat(transformer.transform(null, "ai/djl/nn/Block", null, null, OTHER)).isNull();
    assertThat(transformer.transform(getClass().getClassLoader(), null, null, null, OTHER))
        .isNull();
    assertThat(said.size()).as("what a beginning says").isZero();
    assertThat(
            transformer.transform(
                getClass().getClassLoader(), "ai/djl/nn/Block", null, null, OTHER))
        .isNull();
    assertThat(said.size()).as("what a beginning says").isPositive();
  }

  @Test
  void theAppRunsWithoutTheAgentAndIsToldOnce() throws Exception {
    assertThat(firstClassOfDjl("captures=0")).isNull();
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "[layertap] unknown: captures=0 (the agent's argument)",
            "[layertap] The agent could not start; the app runs without it."
                + " java.lang.UnsupportedOperationException: no redefineModule");
  }

  @Test
  void withStrictNoClassOfDjlIsLoaded() throws Exception {
    assertThat(firstClassOfDjl("captures=0,strict=true"))
        .asString(StandardCharsets.UTF_8)
        .contains("Layertap could not weave it and strict=true: its reason stands on stderr");
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "[layertap] unknown: strict=true (the agent's argument), captures=0 (the agent's"
                + " argument)",
            "[layertap] The agent could not start, and strict=true."
                + " java.lang.UnsupportedOperationException: no redefineModule");
  }
}
