// SPDX-License-Identifier: Apache-2.0
package dev.layertap.array;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.index.NDIndex;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An array that shares its memory with one of the model's, and a sample of its elements that tells
 * whether something has overwritten it since.
 */
public final class Reference {
  /**
   * Elements that are compared: those at equal distances. An overwritten stretch may lie between.
   */
  private static final long SAMPLED = 64;

  private final NDArray view;
  private final byte[] sample;

  @SuppressWarnings({"unused", "FieldCanBeLocal"})
  private final @Nullable Object memory;

  private Reference(NDArray view, byte[] sample, @Nullable Object memory) {
    this.view = view;
    this.sample = sample;
    this.memory = memory;
  }

  /**
   * Takes an array as it is.
   *
   * @param array the array to share memory with
   * @param manager what the view is attached to
   * @return the reference; of a copy, if it cannot be known what the array borrows
   */
  public static Reference to(NDArray array, NDManager manager) {
    NDArray view =
        JavaMemory.isKnown(array) ? Detached.view(array, manager) : Detached.copy(array, manager);
    return new Reference(view, sample(view), JavaMemory.of(array));
  }

  /** Bytes, for a NaN is still the same NaN; in Java, where they cost no array. */
  private static byte[] sample(NDArray array) {
    // Takes in what the engine makes on the way, so that none of it lands in an NDScope of the app.
    try (NDScope onTheWay = new NDScope()) {
      boolean isReadable = !array.getDevice().isGpu() && bytes(array) <= Integer.MAX_VALUE;
      return isReadable ? sampleOfMemory(array) : sampleOfEngine(array);
    }
  }

  /** Reads the memory itself: an operation of the engine's costs more than all else here. */
  private static byte[] sampleOfMemory(NDArray array) {
    ByteBuffer memory = array.toByteBuffer(true);
    int size = array.getDataType().getNumOfBytes();
    long step = stepOf(array.size()) * (long) size;
    ByteArrayOutputStream sample = new ByteArrayOutputStream();
    byte[] element = new byte[size];
    for (long at = 0; at + size <= memory.limit(); at += step) {
      memory.get((int) at, element);
      sample.writeBytes(element);
    }
    return sample.toByteArray();
  }

  private static byte[] sampleOfEngine(NDArray array) {
    NDArray flat = array.flatten();
    long size = flat.size();
    return flat.get(new NDIndex().addSliceDim(0, size, stepOf(size))).toByteArray();
  }

  private static int stepOf(long size) {
    return Math.toIntExact(Math.max(1, size / SAMPLED));
  }

  private static long bytes(NDArray array) {
    return array.size() * array.getDataType().getNumOfBytes();
  }

  /**
   * Returns the array.
   *
   * @return the view
   */
  public NDArray array() {
    return view;
  }

  /**
   * Returns whether the sampled elements are no longer what they were.
   *
   * @return true if something wrote to the memory
   */
  public boolean isOverwritten() {
    return !Arrays.equals(sample(view), sample);
  }
}
