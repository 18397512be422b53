// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.traps;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Tells whether an array is a part of an autograd graph. */
public final class Graphs {
  private Graphs() {}

  /** Goes backward from it: DJL's {@code hasGradient} answers for the leaves of a graph only. */
  public static boolean hold(NDArray array) {
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try {
      NDArray sum = array.sum();
      JniUtils.backward((PtNDArray) sum, (PtNDArray) sum.onesLike(), true, false);
      return true;
    } catch (EngineException e) {
      assertThat(e).hasMessageContaining("does not require grad");
      return false;
    } finally {
      JniUtils.setGradMode(before);
    }
  }
}
