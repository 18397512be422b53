// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;

/** Compilations in which other processors generate what blocks are made of. */
class OtherProcessorsTest {
  /** Writes a class in the first round, and a second in the next. */
  private static final class Generator extends AbstractProcessor {
    private int rounds;
    private boolean sawCapture;

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      sawCapture |=
          annotations.stream().anyMatch(one -> one.getSimpleName().contentEquals("Capture"));
      switch (rounds++) {
        case 0 ->
            write(
                "Layer", "@dev.layertap.annotation.Capture(\"made\") class Layer extends Base {}");
        case 1 -> {
          write("Above", "abstract class Above extends Base {}");
          write(
              "Names",
              "interface Names { String INNER = \"in\" + \"ner\"; String TAKE = \"last\"; }");
        }
        default -> {}
      }
      return false;
    }

    private void write(String name, String text) {
      try (Writer out = processingEnv.getFiler().createSourceFile("net." + name).openWriter()) {
        out.write("package net; " + text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void classesThatAnotherProcessorGeneratesAreWaitedFor() throws Exception {
    Generator generator = new Generator();
    Compiled compiled =
        Compiled.with(
            List.of(),
            List.of(generator),
            Compiled.source(
                "Net",
                """
                class Net extends Above {
                  @Capture("layer") Layer layer;
                  @Capture("layers") List<? extends Layer> layers;
                  Object key = LayerCaptures.MADE;
                  Object other = NetCaptures.LAYER;
                }
                """));
    assertThat(compiled.succeeded().said()).isEmpty();
    assertThat(compiled.index())
        .isEqualTo(
            """
            # layertap captures 1
            class net.Layer made
            field net.Net#layer layer
            field net.Net#layers layers
            """);
    assertThat(generator.sawCapture).isTrue();
  }

  @Test
  void soAreTheBoundsOfTypesAndConstantsInTheAnnotation() throws Exception {
    Compiled compiled =
        Compiled.with(
            List.of(),
            List.of(new Generator()),
            Compiled.source(
                "Net",
                """
                class Net<T extends Layer, C extends Comparable<C>> extends Base {
                  @Capture("bound") T bound;
                  @Capture("bounds") List<? extends Layer> bounds;
                }
                """),
            Compiled.source(
                "Named",
                """
                class Named extends Base {
                  @Capture(value = Names.INNER, take = Names.TAKE + " input") Block block;
                  Object key = NamedCaptures.INNER;
                }
                """));
    assertThat(compiled.succeeded().said()).isEmpty();
    assertThat(compiled.index())
        .isEqualTo(
            """
            # layertap captures 1
            class net.Layer made
            field net.Named#block inner last input
            field net.Net#bound bound
            field net.Net#bounds bounds
            """);
  }

  @Test
  void aTypeThatNobodyMakesIsTheCompilersError() {
    assertThat(
            Compiled.of("Net", "class Net extends Base {\n  @Capture(\"x\") Missing layer;\n}")
                .said())
        .singleElement()
        .asString()
        .startsWith("Net.java:9: error: cannot find symbol");
  }
}
