// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import dev.layertap.index.CaptureIndex;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.annotation.processing.Processor;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;

/** Sources, compiled with the processor. */
record Compiled(Compilation compilation) {
  /** Blocks that extend this need no methods. */
  private static final JavaFileObject BASE =
      JavaFileObjects.forSourceString(
          "net.Base",
          """
          package net;
          import ai.djl.ndarray.*;
          import ai.djl.ndarray.types.Shape;
          import ai.djl.training.ParameterStore;
          import ai.djl.util.PairList;
          public abstract class Base extends ai.djl.nn.AbstractBlock {
            @Override
            protected NDList forwardInternal(
                ParameterStore s, NDList in, boolean training, PairList<String, Object> p) {
              return in;
            }
            @Override
            public Shape[] getOutputShapes(Shape[] in) {
              return in;
            }
            static ai.djl.nn.Block made() {
              return new ai.djl.nn.LambdaBlock(x -> x);
            }
          }
          """);

  private static final String IMPORTS =
      """
      package net;
      import ai.djl.nn.*;
      import ai.djl.ndarray.NDList;
      import ai.djl.training.ParameterStore;
      import ai.djl.util.PairList;
      import dev.layertap.annotation.Capture;
      import java.util.*;
      """;

  /** A source in package {@code net}, without its imports. */
  static JavaFileObject source(String className, String text) {
    return JavaFileObjects.forSourceString("net." + className, IMPORTS + text);
  }

  static Compiled of(String className, String text) {
    return of(source(className, text));
  }

  static Compiled of(JavaFileObject... sources) {
    return with(List.of(), List.of(), sources);
  }

  static Compiled with(
      List<String> options, List<? extends Processor> others, JavaFileObject... sources) {
    Stream<Processor> processors =
        Stream.concat(Stream.of(new CaptureProcessor()), others.stream());
    return by(processors.toList(), options, sources);
  }

  static Compiled by(List<Processor> processors, List<String> options, JavaFileObject... sources) {
    return new Compiled(
        Compiler.javac()
            .withOptions(options.toArray())
            .withProcessors(processors)
            .compile(Stream.concat(Stream.of(BASE), Stream.of(sources)).toList()));
  }

  /** What the compiler said, one a line: {@code Net.java:12: error: ...}. */
  List<String> said() {
    return compilation.diagnostics().stream()
        .filter(
            one ->
                one.getKind() == Diagnostic.Kind.ERROR
                    || one.getMessage(Locale.ROOT).startsWith("[Capture"))
        .map(Compiled::line)
        .toList();
  }

  private static String line(Diagnostic<? extends JavaFileObject> one) {
    JavaFileObject file = one.getSource();
    String where =
        file == null
            ? ""
            : file.getName().replaceFirst(".*/", "") + ":" + one.getLineNumber() + ": ";
    return where
        + one.getKind().toString().toLowerCase(Locale.ROOT).replaceFirst(".*warning", "warning")
        + ": "
        + one.getMessage(Locale.ROOT);
  }

  Compiled succeeded() {
    assertThat(compilation.status())
        .describedAs(() -> compilation.diagnostics().toString())
        .isEqualTo(Compilation.Status.SUCCESS);
    return this;
  }

  /** The index that was written. */
  String index() throws IOException {
    JavaFileObject file =
        compilation
            .generatedFile(StandardLocation.CLASS_OUTPUT, CaptureIndex.RESOURCE)
            .orElseThrow();
    try (InputStream in = file.openInputStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** The text of a generated class of package {@code net}. */
  String generated(String className) throws IOException {
    return compilation
        .generatedSourceFile("net." + className)
        .orElseThrow()
        .getCharContent(false)
        .toString();
  }
}
