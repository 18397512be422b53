// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * He-normal random weights that are the same numbers on every machine.
 *
 * <p>They come from {@link Random}, whose algorithm is part of Java's specification, and not from
 * the engine. Each parameter has its own generator, seeded from its name.
 *
 * @param seed what the names' seeds are mixed with
 */
record SeededWeights(long seed) implements Weights {
  @Override
  public Map<String, FloatBuffer> values(Map<String, Shape> shapes) {
    Map<String, FloatBuffer> values = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> values.put(name, FloatBuffer.wrap(values(name, shape))));
    return values;
  }

  private float[] values(String name, Shape shape) {
    float[] values = new float[Math.toIntExact(shape.size())];
    if (shape.dimension() > 1) {
      boolean classifier = shape.dimension() == 2;
      long inputs = shape.size() / shape.get(0);
      // Small in the classifier, or one class would take all.
      fillNormally(values, name, classifier ? 0.01 : Math.sqrt(2.0 / inputs));
    } else if (name.endsWith(".weight") || name.endsWith(".running_var")) {
      Arrays.fill(values, 1); // a norm that only normalises
    }
    return values;
  }

  private void fillNormally(float[] values, String name, double deviation) {
    Random random = new Random(seed * 31 + name.hashCode());
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
  }
}
