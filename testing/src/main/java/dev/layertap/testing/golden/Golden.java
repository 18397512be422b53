// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing.golden;

import dev.layertap.Activation;
import dev.layertap.annotation.CaptureKey;
import dev.layertap.compare.Tolerance;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which golden file a scope is compared with, and what is close enough.
 *
 * <pre>{@code
 * Golden.of("resnet18")
 *     .within(Tolerance.relative(1e-4))
 *     .within("fc", Tolerance.absolute(1e-3))
 *     .fingerprint("layer*")
 * }</pre>
 */
public final class Golden {
  private static final Pattern NAME = Pattern.compile("\\w[\\w.-]*");

  private record Rule(String captures, Tolerance tolerance) {
    boolean isFor(Activation one) {
      return picks(captures, one);
    }
  }

  private final String name;
  private final Optional<Path> folder;
  private final List<Rule> rules;
  private final List<String> fingerprints;

  private Golden(String name, Optional<Path> folder, List<Rule> rules, List<String> fingerprints) {
    this.name = name;
    this.folder = folder;
    this.rules = List.copyOf(rules);
    this.fingerprints = List.copyOf(fingerprints);
  }

  /**
   * Names a golden file, to be compared within {@link Tolerance#standard}.
   *
   * @param name the file's name without its ending
   * @return the golden
   * @throws IllegalArgumentException if that is no name for a file
   */
  public static Golden of(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no name for a golden: letters, digits, \".\", \"-\" and \"_\" make one."
              .formatted(name));
    }
    return new Golden(name, Optional.empty(), List.of(), List.of());
  }

  /**
   * Says where the file lies, if not in {@code src/test/resources/golden}.
   *
   * @param otherFolder the folder
   * @return the golden
   */
  public Golden in(Path otherFolder) {
    return new Golden(name, Optional.of(otherFolder), rules, fingerprints);
  }

  /**
   * Says what is close enough.
   *
   * @param tolerance for all captures that no later rule is about
   * @return the golden
   */
  public Golden within(Tolerance tolerance) {
    return within("", tolerance);
  }

  /**
   * Says what is close enough for some captures. The last rule about a capture counts.
   *
   * @param captures a capture's name, or a selector
   * @param tolerance what is close enough for them
   * @return the golden
   */
  public Golden within(String captures, Tolerance tolerance) {
    List<Rule> longer = new ArrayList<>(rules);
    longer.add(new Rule(captures, tolerance));
    return new Golden(name, folder, longer, fingerprints);
  }

  /**
   * Says what is close enough for an annotated capture. The last rule about a capture counts.
   *
   * @param key the capture's generated key
   * @param tolerance what is close enough for it
   * @return the golden
   */
  public Golden within(CaptureKey key, Tolerance tolerance) {
    return within(key.name(), tolerance);
  }

  /**
   * Writes a small fingerprint of some captures, and not all of their elements: shape, statistics
   * and 64 elements, evenly spread.
   *
   * @param captures names of captures, or selectors
   * @return the golden
   */
  public Golden fingerprint(String... captures) {
    List<String> longer = new ArrayList<>(fingerprints);
    longer.addAll(List.of(captures));
    return new Golden(name, folder, rules, longer);
  }

  /**
   * Writes a small fingerprint of annotated captures, and not all of their elements.
   *
   * @param first a generated key
   * @param more more of them
   * @return the golden
   */
  public Golden fingerprint(CaptureKey first, CaptureKey... more) {
    return fingerprint(
        Stream.concat(Stream.of(first), Stream.of(more))
            .map(CaptureKey::name)
            .toArray(String[]::new));
  }

  String name() {
    return name;
  }

  Optional<Path> folder() {
    return folder;
  }

  Optional<Tolerance> toleranceOf(Activation one) {
    return rules.stream().filter(rule -> rule.isFor(one)).reduce((a, b) -> b).map(Rule::tolerance);
  }

  boolean wantsFingerprint(Activation one) {
    return fingerprints.stream().anyMatch(captures -> picks(captures, one));
  }

  /** Refuses rules that are about nothing: they would be thought to hold. */
  void checkRules(List<Activation> all) {
    List<String> named = new ArrayList<>(fingerprints);
    rules.forEach(rule -> named.add(rule.captures()));
    for (String captures : named) {
      if (all.stream().noneMatch(one -> picks(captures, one))) {
        throw new IllegalArgumentException(
            "The golden \"%s\" has a rule for \"%s\", but nothing of that name or place was captured."
                .formatted(name, captures));
      }
    }
  }

  private static boolean picks(String captures, Activation one) {
    return captures.isEmpty() || one.name().equals(captures) || one.matches(captures);
  }
}
