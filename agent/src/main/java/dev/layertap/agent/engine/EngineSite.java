// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.engine;

import java.util.Arrays;
import java.util.List;

/**
 * A method of DJL's PyTorch engine that the TorchScript part steps into.
 *
 * <p>Most models never run there, and those that do run often: the methods that belong to a forward
 * pass are woven like {@code forward} itself, to do nothing while nobody listens. Only the
 * outermost of them is told always, because of a model's first pass.
 */
enum EngineSite {
  LOAD_FILE(
      "JniUtils",
      "loadModule",
      "(Lai/djl/pytorch/engine/PtNDManager;Ljava/nio/file/Path;Z[Ljava/lang/String;[Ljava/lang/String;Z)Lai/djl/pytorch/engine/PtSymbolBlock;",
      true),
  LOAD_STREAM(
      "JniUtils",
      "loadModule",
      "(Lai/djl/pytorch/engine/PtNDManager;Ljava/io/InputStream;ZZ)Lai/djl/pytorch/engine/PtSymbolBlock;",
      true),
  SAVE(
      "JniUtils",
      "writeModule",
      "(Lai/djl/pytorch/engine/PtSymbolBlock;Ljava/io/OutputStream;Z)V",
      true),
  METHOD_NAMES(
      "JniUtils",
      "getMethodNames",
      "(Lai/djl/pytorch/engine/PtSymbolBlock;)[Ljava/lang/String;",
      true),
  OPTIMIZER("JniUtils", "setGraphExecutorOptimize", "(Z)V", true),
  RUN(
      "IValueUtils",
      "forward",
      "(Lai/djl/pytorch/engine/PtSymbolBlock;Lai/djl/ndarray/NDList;Z)Lai/djl/ndarray/NDList;",
      true),
  INPUTS("IValueUtils", "getInputs", "(Lai/djl/ndarray/NDList;)Lai/djl/util/Pair;", false),
  RUN_METHOD(
      "IValueUtils",
      "runMethod",
      "(Lai/djl/pytorch/engine/PtSymbolBlock;Ljava/lang/String;[Lai/djl/pytorch/jni/IValue;)Lai/djl/pytorch/jni/IValue;",
      false),
  OUTPUTS(
      "IValue", "toNDList", "(Lai/djl/pytorch/engine/PtNDManager;)Lai/djl/ndarray/NDList;", false);

  private final String owner;
  private final String method;
  private final String descriptor;
  private final boolean always;

  EngineSite(String owner, String method, String descriptor, boolean always) {
    this.owner = "ai/djl/pytorch/jni/" + owner;
    this.method = method;
    this.descriptor = descriptor;
    this.always = always;
  }

  /** The sites in a class, by its internal name; none for most. */
  static List<EngineSite> of(String className) {
    return className.startsWith("ai/djl/pytorch/jni/")
        ? Arrays.stream(values()).filter(site -> site.owner.equals(className)).toList()
        : List.of();
  }

  String owner() {
    return owner;
  }

  String method() {
    return method;
  }

  String descriptor() {
    return descriptor;
  }

  /** Whether it is told even while no scope is open: what loads, runs and saves a model. */
  boolean always() {
    return always;
  }
}
