// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoopTranslator;
import dev.layertap.CaptureScope;
import dev.layertap.Layertap;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;

/**
 * An app: prints a hash of all bits that the model puts out, and how many activations it captured.
 */
final class OutputBits {
  private static final int PASSES = 3;

  private OutputBits() {}

  public static void main(String[] captures) throws Exception {
    try (Model model = Model.newInstance("resnet18", "PyTorch")) {
      ResNet18 network = new ResNet18();
      new SeededWeights(18).fill(network, model.getNDManager(), ResNet18.INPUT);
      model.setBlock(network);
      try (Predictor<NDList, NDList> predictor = model.newPredictor(new NoopTranslator())) {
        if (captures.length == 0) {
          System.out.println(hash(model, predictor));
        } else {
          try (CaptureScope scope = Layertap.open(captures)) {
            System.out.println(hash(model, predictor));
            System.out.println("captured " + scope.all().size());
          }
        }
      }
    }
  }

  private static String hash(Model model, Predictor<NDList, NDList> predictor) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Random random = new Random(1);
    for (int pass = 0; pass < PASSES; pass++) {
      float[] image = new float[Math.toIntExact(ResNet18.INPUT.size())];
      for (int i = 0; i < image.length; i++) {
        image[i] = random.nextFloat();
      }
      NDList input = new NDList(model.getNDManager().create(image, ResNet18.INPUT));
      float[] output = predictor.predict(input).singletonOrThrow().toFloatArray();
      ByteBuffer bits = ByteBuffer.allocate(output.length * Float.BYTES);
      bits.asFloatBuffer().put(output);
      digest.update(bits.array());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
