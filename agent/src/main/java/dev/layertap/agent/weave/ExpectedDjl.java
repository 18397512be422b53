// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks that DJL's blocks have the methods that Layertap was written for. Where they do not, half
 * of a model could be woven and the other half not: better nothing, and a word that says so.
 */
final class ExpectedDjl {
  /** The classes that declare both kinds of {@code forward} in every DJL that we know. */
  static final List<String> CHECKED = List.of("ai/djl/nn/Block", "ai/djl/nn/AbstractBaseBlock");

  private ExpectedDjl() {}

  /** Whether this is a class to check before it is woven. */
  static boolean isChecked(String internalName) {
    return internalName.startsWith("ai/djl/nn/") && CHECKED.contains(internalName);
  }

  /**
   * Compares a class with what is expected.
   *
   * @param internalName one of {@link #CHECKED}
   * @param methods what it declares
   * @param place where it came from
   * @return what is wrong, for the user; empty if nothing is
   */
  static Optional<String> problem(String internalName, ClassMethods methods, String place) {
    if (Arrays.stream(ForwardKind.values()).allMatch(methods::declares)) {
      return Optional.empty();
    }
    String expected =
        Arrays.stream(ForwardKind.values())
            .map(ForwardKind::signature)
            .collect(Collectors.joining(" and "));
    String found =
        methods.forwards().stream()
            .map(method -> method.name() + readable(method.descriptor()))
            .collect(Collectors.joining(", "));
    return Optional.of(
        internalName.replace('/', '.')
            + " from "
            + place
            + " should declare "
            + expected
            + ", but declares "
            + (found.isEmpty() ? "no forward" : found)
            + ". No DJL class of that loader is woven, and nothing can be captured there. Use"
            + " DJL 0.36.0, or a Layertap made for this DJL.");
  }

  /** Turns {@code (Lai/djl/ndarray/NDList;Z)V} into {@code (NDList, boolean)}. */
  private static String readable(String descriptor) {
    return MethodTypeDesc.ofDescriptor(descriptor).parameterList().stream()
        .map(ClassDesc::displayName)
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
