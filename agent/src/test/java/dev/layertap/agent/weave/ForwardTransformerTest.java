// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Test;

class ForwardTransformerTest {
  private static final String HEAD =
      """
      import ai.djl.ndarray.NDList;
      import ai.djl.training.ParameterStore;
      import ai.djl.util.PairList;
      """;
  private static final String PLAIN =
      "NDList forward(ParameterStore s, NDList in, boolean training, PairList<String, Object> p)";
  private static final String LABELS =
      "NDList forward(ParameterStore s, NDList in, NDList labels, PairList<String, Object> p)";
  private static final String BODY = " { return in; }\n";

  private final List<String> said = new ArrayList<>();
  private final ConcurrentMap<String, Object> facts = new ConcurrentHashMap<>();
  private final ForwardTransformer transformer =
      new ForwardTransformer(new WeavingRecord(facts, said::add, false));
  private final ClassLoader app = new URLClassLoader("app", new URL[0], null);

  private boolean isWoven(String declaration, String body) {
    byte[] classFile =
        new Sources()
            .addTypesOfForward()
            .add("Own", HEAD + declaration + " {\n" + body + "}")
            .compile("Own");
    return transformer.transform(app, "Own", null, null, classFile) != null;
  }

  @Test
  void aClassThatDeclaresAForwardIsWovenWhateverItsName() {
    assertThat(isWoven("class Own", "public " + PLAIN + BODY)).isTrue();
    assertThat(isWoven("class Own", "public " + LABELS + BODY)).isTrue();
    assertThat(isWoven("abstract class Own", "protected synchronized final " + PLAIN + BODY))
        .isTrue();
    assertThat(isWoven("interface Own", "default " + LABELS + BODY)).isTrue();
    assertThat(isWoven("enum Own", "ONE; public " + PLAIN + BODY)).isTrue();
    assertThat((Set<?>) facts.get("woven")).hasSize(1);
    assertThat(said).isEmpty();
  }

  @Test
  void aForwardWithoutABodyOrABlockIsNotWoven() {
    assertThat(isWoven("interface Own", PLAIN + ";")).isFalse();
    assertThat(isWoven("abstract class Own", "public abstract " + LABELS + ";")).isFalse();
    assertThat(isWoven("class Own", "public native " + PLAIN + ";")).isFalse();
    assertThat(isWoven("class Own", "public static " + PLAIN + BODY)).isFalse();
  }

  @Test
  void aClassThatOnlyCallsForwardIsNotWoven() {
    assertThat(
            isWoven(
                "abstract class Own",
                "abstract "
                    + PLAIN
                    + ";\n NDList run(NDList in) { return forward(null, in, true,"
                    + " null); }"))
        .isFalse();
    assertThat(isWoven("class Own", PLAIN.replace(" forward", " forwardInternal") + BODY))
        .isFalse();
    assertThat(
            isWoven("class Own", "NDList forward(ParameterStore s, NDList in, boolean t)" + BODY))
        .isFalse();
  }

  @Test
  void aClassFileThatIsTooNewStaysAsItIsAndIsSaidOnce() {
    byte[] classFile = ownForward();
    classFile[7] = 100;

    assertThat(transformer.transform(app, "Own", null, null, classFile)).isNull();
    assertThat(transformer.transform(app, "Own2", null, null, classFile)).isNull();

    String app = LoaderNames.of(this.app);
    assertThat(said)
        .containsExactly(
            "Own in "
                + app
                + " could not be woven, and its forward cannot be seen:"
                + " java.lang.UnsupportedClassVersionError: it was compiled for Java 56,"
                + " which this agent does not know yet; use a newer Layertap. Further classes of"
                + " that kind are counted and not named.");
    assertThat((Map<?, ?>) facts.get("unwoven")).hasSize(2);
  }

  @Test
  void aDamagedClassFileIsLeftToTheJvmToComplainOf() {
    assertThat(transformer.transform(app, "Own", null, null, new byte[] {1, 2, 3})).isNull();
  }

  @Test
  void aLoaderIsNamedWithoutACallIntoIt() {
    ClassLoader loader =
        new ClassLoader("hers", null) {
          @Override
          public String toString() {
            throw new AssertionError("called");
          }
        };
    Object unused = transformer.transform(loader, "Own", null, null, ownForward());

    assertThat((Set<?>) facts.get("woven"))
        .singleElement()
        .asString()
        .startsWith("Own in hers " + loader.getClass().getName() + "@");
  }

  @Test
  void aDjlWithOtherForwardsIsRefusedAltogether() throws Exception {
    byte[] block =
        new Sources()
            .addTypesOfForward()
            .add(
                "ai.djl.nn.AbstractBaseBlock",
                "package ai.djl.nn;\n"
                    + HEAD
                    + "public abstract class AbstractBaseBlock {\n"
                    + "  public NDList forward(NDList in, String mode)"
                    + BODY
                    + "  public "
                    + PLAIN
                    + BODY
                    + "}")
            .compile("ai.djl.nn.AbstractBaseBlock");
    ClassLoader below = new URLClassLoader("plugin", new URL[0], app);
    ProtectionDomain domain =
        new ProtectionDomain(
            new CodeSource(new URL("file:/libs/api-0.99.jar"), (Certificate[]) null), null);

    assertThat(transformer.transform(app, "ai/djl/nn/AbstractBaseBlock", null, domain, block))
        .isNull();
    assertThat(transformer.transform(app, "Own", null, null, ownForward())).isNull();
    assertThat(transformer.transform(below, "Own", null, null, ownForward())).isNull();

    String message =
        "ai.djl.nn.AbstractBaseBlock from file:/libs/api-0.99.jar should declare"
            + " forward(ParameterStore, NDList, boolean, PairList) and forward(ParameterStore,"
            + " NDList, NDList, PairList), but declares forward(NDList, String),"
            + " forward(ParameterStore, NDList, boolean, PairList). No DJL class of that loader is"
            + " woven, and nothing can be captured there. Use DJL 0.36.0, or a Layertap made for"
            + " this DJL.";
    assertThat(said).containsExactly(message);
    assertThat(facts).containsEntry("refused", message);
  }

  @Test
  void theDjlOfAnotherLoaderIsNotRefusedWithIt() {
    byte[] strange =
        new Sources()
            .add("ai.djl.nn.Block", "package ai.djl.nn; public interface Block {}")
            .compile("ai.djl.nn.Block");
    Object unused = transformer.transform(app, "ai/djl/nn/Block", null, null, strange);
    ClassLoader other = new URLClassLoader(new URL[0], null);

    assertThat(transformer.transform(other, "Own", null, null, ownForward())).isNotNull();
    assertThat(said)
        .singleElement()
        .asString()
        .contains("ai.djl.nn.Block from app java.net.URLClassLoader@", "but declares no forward.");
  }

  private static byte[] ownForward() {
    return new Sources()
        .addTypesOfForward()
        .add("Own", HEAD + "class Own { public " + PLAIN + BODY + "}")
        .compile("Own");
  }
}
