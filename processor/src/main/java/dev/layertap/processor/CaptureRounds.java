// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import dev.layertap.annotation.Capture;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** What the processor does in one compilation: class by class, each once all it needs is there. */
final class CaptureRounds implements CaptureProcessor.Rounds {
  private final Elements elements;
  private final DjlTypes djl;
  private final Reporter reporter;
  private final PlacementCheck placement;
  private final Registration registration;
  private final KeysWriter keys;
  private final IndexWriter index;
  private final Set<String> waiting = new LinkedHashSet<>();

  CaptureRounds(ProcessingEnvironment environment) {
    this.elements = environment.getElementUtils();
    this.djl = new DjlTypes(elements, environment.getTypeUtils());
    this.reporter = new Reporter(environment.getMessager());
    this.placement = new PlacementCheck(djl, reporter);
    this.registration = new Registration(environment);
    this.keys = new KeysWriter(elements, environment.getFiler(), reporter);
    this.index = new IndexWriter(elements, environment.getFiler(), reporter);
  }

  @Override
  public void round(RoundEnvironment round) {
    if (round.processingOver()) {
      if (!round.errorRaised()) {
        index.write();
      }
      return;
    }
    for (TypeElement type : classes(round)) {
      List<Annotated> captures = Annotated.of(type, elements);
      if (ResolvedTypes.areThereFor(type, captures)) {
        process(type, captures);
      } else {
        waiting.add(type.getQualifiedName().toString());
      }
    }
  }

  private Set<TypeElement> classes(RoundEnvironment round) {
    Set<TypeElement> classes = new LinkedHashSet<>();
    for (String name : waiting) {
      TypeElement type = elements.getTypeElement(name);
      if (type != null) {
        classes.add(type);
      }
    }
    waiting.clear();
    for (Element element : round.getElementsAnnotatedWith(Capture.class)) {
      Element owner = element instanceof TypeElement ? element : element.getEnclosingElement();
      if (owner instanceof TypeElement type) {
        classes.add(type);
      }
    }
    return classes;
  }

  private void process(TypeElement type, List<Annotated> captures) {
    NameCheck names = new NameCheck(type, elements, reporter);
    List<Annotated> named = new ArrayList<>();
    List<Annotated> sound = new ArrayList<>();
    for (Annotated capture : captures) {
      boolean placed = placement.passes(capture, type);
      boolean takes = TakeCheck.passes(capture, reporter);
      if (names.passes(capture)) {
        named.add(capture);
        if (placed && takes) {
          sound.add(capture);
          warnOfUnregistered(capture);
        }
      }
    }
    // Also for what stands in a wrong place: code that uses its key is not to blame.
    if (!named.isEmpty()) {
      keys.write(type, named);
    }
    index.add(type, sound);
  }

  private void warnOfUnregistered(Annotated capture) {
    if (capture.element().getKind().isField()
        && djl.isBlock(capture.element().asType())
        && registration.isMissing(capture.element())) {
      reporter.say(
          Problem.UNREGISTERED,
          capture,
          "As far as this file shows, the block in %s is never registered with its parent: it is captured when it runs, but its parameters are not initialised, saved or trained with the model. Register it with addChildBlock, or say @SuppressWarnings(\"%s\") if that is meant."
              .formatted(capture.element().getSimpleName(), Problem.UNREGISTERED.id()));
    }
  }
}
