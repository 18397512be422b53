// SPDX-License-Identifier: Apache-2.0
package dev.layertap;

import ai.djl.nn.Block;
import dev.layertap.annotation.DeclaredCapture;
import dev.layertap.index.ClassPathIndexes;
import dev.layertap.model.BlockPlace;
import dev.layertap.model.BlockTree;
import dev.layertap.select.Place;
import dev.layertap.select.Selector;
import dev.layertap.trace.Tracer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Holds what the annotation processor listed against what the models have that ran. */
final class AnnotatedCaptures {
  /** More of them than these are counted, not listed. */
  private static final int MOST_ABSENT = 3;

  /** Classes inside of methods, which no annotation processor is shown. */
  private static final Pattern LOCAL_CLASS = Pattern.compile(".*\\$\\d.*");

  private final List<Place> places;
  private final Set<String> classesThatRan = new HashSet<>();
  private final String models;
  private final List<DeclaredCapture> declared;

  private AnnotatedCaptures(Collection<BlockTree> trees) {
    this.places = trees.stream().flatMap(tree -> tree.places().stream()).toList();
    this.models =
        trees.stream().map(tree -> tree.root().type()).distinct().collect(Collectors.joining(", "));
    Set<@Nullable ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(AnnotatedCaptures.class.getClassLoader());
    for (Place place : places) {
      if (place instanceof BlockPlace inModel) {
        inModel.block().ifPresent(block -> addClasses(block, loaders));
      }
    }
    this.declared = indexes().of(loaders).captures();
  }

  private static ClassPathIndexes indexes() {
    return Tracer.INSTANCE.indexes();
  }

  private void addClasses(Block block, Set<@Nullable ClassLoader> loaders) {
    for (Class<?> type = block.getClass(); type != null; type = type.getSuperclass()) {
      classesThatRan.add(type.getName());
      loaders.add(type.getClassLoader());
    }
  }

  /** What the scope's class path declares, whether or not it is in a model. */
  static List<DeclaredCapture> declared() {
    return new AnnotatedCaptures(List.of()).declared;
  }

  /** Lines about declared captures that named no place in a scope that takes all of them. */
  static List<String> neverMatched(Recorder recorder) {
    if (recorder.requests().stream().noneMatch(request -> request.isImplicit())) {
      return List.of();
    }
    AnnotatedCaptures annotated = new AnnotatedCaptures(recorder.trees());
    Set<DeclaredCapture> matched =
        annotated.places.stream()
            .flatMap(place -> place.annotations().values().stream())
            .collect(Collectors.toSet());
    List<String> lines = new ArrayList<>();
    List<DeclaredCapture> absent = new ArrayList<>();
    for (DeclaredCapture capture : annotated.declared) {
      if (matched.stream().noneMatch(one -> one.key().equals(capture.key()))) {
        if (annotated.classesThatRan.contains(capture.className())) {
          lines.add(annotated.namesNothing(capture));
        } else {
          absent.add(capture);
        }
      }
    }
    absent.stream().limit(MOST_ABSENT).map(annotated::namesNothing).forEach(lines::add);
    if (absent.size() > MOST_ABSENT) {
      lines.add(absent.size() - MOST_ABSENT + " more annotated captures are in no model that ran");
    }
    return lines;
  }

  private String namesNothing(DeclaredCapture capture) {
    String what = "\"" + capture.key() + "\" (" + capture.where() + ") ";
    if (!classesThatRan.contains(capture.className())) {
      return what + "is in no model that ran";
    }
    return switch (capture.kind()) {
      case CLASS -> what + "names no place of " + models;
      case FIELD -> what + "names no place of " + models + ": the field holds no block";
      case METHOD -> what + "names no place of " + models + ": a subclass overrides the method";
    };
  }

  /** Why there is no activation of a name, if an annotation gives it. */
  static Optional<String> whyNothing(String name, Recorder recorder) {
    AnnotatedCaptures annotated = new AnnotatedCaptures(recorder.trees());
    List<String> named =
        annotated.places.stream()
            .filter(place -> place.annotations().containsKey(name))
            .filter(
                place ->
                    recorder.requests().stream().anyMatch(one -> one.selector().matches(place)))
            .map(Readings::described)
            .toList();
    if (!named.isEmpty()) {
      return Optional.of(
          "\"%s\" did not run: @Capture names %s, but %s."
              .formatted(name, String.join(", ", named), Readings.notCalled(recorder)));
    }
    return annotated.declared.stream()
        .filter(capture -> capture.name().equals(name))
        .findFirst()
        .map(capture -> annotated.namesNothing(capture) + ".");
  }

  /** Says once on stderr that a block with annotations is of a class that no index lists. */
  static void checkThatTheProcessorRan(Recorder recorder) {
    boolean asked =
        recorder.requests().stream()
            .anyMatch(request -> request.selector() instanceof Selector.ByAnnotation);
    if (asked) {
      new AnnotatedCaptures(recorder.trees()).checkThatTheProcessorRan();
    }
  }

  private void checkThatTheProcessorRan() {
    Set<String> listed =
        declared.stream().map(DeclaredCapture::className).collect(Collectors.toSet());
    places.stream()
        .flatMap(place -> place.annotations().values().stream())
        .map(DeclaredCapture::className)
        .filter(name -> !listed.contains(name) && !LOCAL_CLASS.matcher(name).matches())
        .findFirst()
        .ifPresent(indexes()::sayThatTheProcessorDidNotRun);
  }
}
