// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import com.google.auto.service.AutoService;
import dev.layertap.annotation.Capture;
import java.util.Arrays;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * Finds mistakes with {@link Capture} as they are compiled, lists the captures in {@code
 * META-INF/layertap/captures}, and generates a class of keys for each class that has some.
 *
 * <p>Compilers find it by themselves once it is on their processor path.
 */
@AutoService(Processor.class)
public final class CaptureProcessor extends AbstractProcessor {
  /** A text, because compilers ask before anything of ours could say that core is missing. */
  private static final String CAPTURE = "dev.layertap.annotation.Capture";

  private final Factory factory;
  private @Nullable Rounds rounds;
  private boolean failed;

  /** Makes the processor, as a compiler does. */
  public CaptureProcessor() {
    this(CaptureRounds::new);
  }

  /** Does other work in the same frame. */
  CaptureProcessor(Factory factory) {
    this.factory = factory;
  }

  /** Makes the work of one compilation. */
  interface Factory {
    Rounds begin(ProcessingEnvironment environment);
  }

  /** The work of one compilation. */
  interface Rounds {
    void round(RoundEnvironment round);
  }

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Set.of(CAPTURE);
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    if (failed) {
      return false;
    }
    try {
      if (rounds == null) {
        rounds = factory.begin(processingEnv);
      }
      rounds.round(round);
    } catch (NoClassDefFoundError | IncompatibleClassChangeError e) {
      failed = true;
      new Reporter(processingEnv.getMessager())
          .say(
              Problem.PROCESSOR_PATH,
              "Layertap's annotation processor cannot run: %s. It needs layertap-core, of the processor's own version, and javapoet beside it on the processor path; Maven's annotationProcessorPaths and Gradle's annotationProcessor bring both by themselves."
                  .formatted(e));
    } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
      failed = true;
      new Reporter(processingEnv.getMessager())
          .say(
              Problem.BUG,
              "Layertap's annotation processor failed, and that is a bug of Layertap: %s%s. Please report it with this line; without the processor on the processor path the code compiles as it is."
                  .formatted(e, where(e)));
    }
    return false; // other processors may have a use for the annotation
  }

  /** One line tells a developer enough, and a user all. */
  private static String where(Throwable e) {
    return Arrays.stream(e.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("dev.layertap."))
        .findFirst()
        .map(frame -> " at " + frame)
        .orElse("");
  }
}
