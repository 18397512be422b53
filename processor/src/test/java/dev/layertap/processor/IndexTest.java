// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.annotation.DeclaredCapture.Kind;
import dev.layertap.index.CaptureIndex;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.Test;

/** The list of captures that a compilation leaves. */
class IndexTest {
  private static final String NETS =
      """
      class Outer {
        @Capture("inner")
        static class Net extends Base {
          @Capture(value = "zoom", take = "input  last\\n mean(2, 3)") Block b;
          @Capture("many") List<Block> a;
        }
      }
      class Another extends Base {
        @Override
        @Capture("run")
        protected NDList forwardInternal(
            ParameterStore s, NDList in, boolean training, PairList<String, Object> p) {
          return in;
        }
      }
      """;

  @Test
  void theIndexListsAllSortedUnderBinaryNames() throws Exception {
    String index = Compiled.of("Nets", NETS).succeeded().index();
    assertThat(index)
        .isEqualTo(
            """
            # layertap captures 1
            method net.Another#forwardInternal run
            class net.Outer$Net inner
            field net.Outer$Net#a many
            field net.Outer$Net#b zoom input last mean(2, 3)
            """);
    assertThat(CaptureIndex.parse("index", index).captures())
        .hasSize(4)
        .contains(
            new DeclaredCapture(Kind.FIELD, "net.Outer$Net", "b", "zoom", "input last mean(2, 3)"));
  }

  @Test
  void theSameSourcesInAnotherOrderGiveTheSameBytes() throws Exception {
    var one = Compiled.source("One", "@Capture(\"one\") class One extends Base {}");
    var two = Compiled.source("Two", "@Capture(\"two\") class Two extends Base {}");
    assertThat(Compiled.of(one, two).index()).isEqualTo(Compiled.of(two, one).index());
  }

  /** Build tools ask which class a file was made of, to make it anew when that changes. */
  @Test
  void allFilesNameTheClassesThatTheyAreMadeOf() {
    Map<String, List<String>> origins = new TreeMap<>();
    CaptureProcessor processor =
        new CaptureProcessor(environment -> new CaptureRounds(recording(environment, origins)));
    Compiled.by(List.of(processor), List.of(), Compiled.source("Nets", NETS)).succeeded();
    assertThat(origins)
        .isEqualTo(
            Map.of(
                "net.Outer_NetCaptures",
                List.of("net.Outer.Net"),
                "net.AnotherCaptures",
                List.of("net.Another"),
                CaptureIndex.RESOURCE,
                List.of("net.Outer.Net", "net.Another")));
  }

  private static ProcessingEnvironment recording(
      ProcessingEnvironment environment, Map<String, List<String>> origins) {
    Filer filer = environment.getFiler();
    Filer recording =
        proxy(
            Filer.class,
            (method, arguments) -> {
              if (method.getName().startsWith("create")) {
                int last = arguments.length - 1;
                origins.put(
                    arguments[last - 1].toString(),
                    Stream.of((Element[]) arguments[last]).map(Element::toString).toList());
              }
              return method.invoke(filer, arguments);
            });
    return proxy(
        ProcessingEnvironment.class,
        (method, arguments) ->
            method.getName().equals("getFiler")
                ? recording
                : method.invoke(environment, arguments));
  }

  private interface Call {
    Object of(Method method, Object[] arguments) throws Throwable;
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            IndexTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return call.of(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause(); // a file that is not there is no failure
              }
            }));
  }

  @Test
  void withoutAnnotationsThereIsNoIndex() {
    Compilation compilation =
        Compiled.of("Net", "class Net extends Base {}").succeeded().compilation();
    assertThat(compilation.generatedFile(StandardLocation.CLASS_OUTPUT, CaptureIndex.RESOURCE))
        .isEmpty();
  }

  @Test
  void itIsWrittenIfNothingButProcessorsRuns() throws Exception {
    Compiled compiled =
        Compiled.with(List.of("-proc:only"), List.of(), Compiled.source("Nets", NETS));
    assertThat(compiled.index()).hasLineCount(5);
    assertThat(compiled.generated("AnotherCaptures")).contains("CaptureKey RUN = ");
  }
}
