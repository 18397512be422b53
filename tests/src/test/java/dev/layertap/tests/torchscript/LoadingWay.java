// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.torchscript;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.translate.NoopTranslator;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The ways in which DJL loads a TorchScript model. Knows no Layertap. */
enum LoadingWay {
  CRITERIA_BY_FILE(files -> criteria().optModelPath(files.net()).build().loadModel()),
  CRITERIA_BY_FOLDER_AND_NAME(
      files -> criteria().optModelPath(files.netFolder()).optModelName("net").build().loadModel()),
  CRITERIA_BY_URL_OF_A_FOLDER(
      files -> criteria().optModelUrls(url(files.netFolder())).build().loadModel()),
  CRITERIA_BY_URL_OF_A_ZIP(
      files -> criteria().optModelUrls(url(files.zip())).optModelName("net").build().loadModel()),
  CRITERIA_WITH_OPTIONS(
      files ->
          criteria()
              .optModelPath(files.extra())
              .optOption("mapLocation", "true")
              .optOption("extraFiles", "labels,made,missing")
              .build()
              .loadModel()),
  CRITERIA_TO_TRAIN(
      files ->
          criteria().optModelPath(files.net()).optOption("trainParam", "true").build().loadModel()),
  MODEL_BY_FILE(
      files -> {
        Model model = Model.newInstance("other", "PyTorch");
        model.load(files.net());
        return model;
      }),
  MODEL_BY_FOLDER(
      files -> {
        Model model = Model.newInstance("net", "PyTorch");
        model.load(files.netFolder());
        return model;
      }),
  MODEL_WITH_OPTIONS(
      files -> {
        Model model = Model.newInstance("other", "PyTorch");
        model.load(files.folder(), "extra", Map.of("extraFiles", "labels", "trainParam", "true"));
        return model;
      }),
  MODEL_BY_STREAM(
      files -> {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(files.net()))) {
          Model model = Model.newInstance("stream", "PyTorch");
          model.load(stream);
          return model;
        }
      }),
  MODEL_BY_STREAM_WITH_OPTIONS(
      files -> {
        try (InputStream stream = Files.newInputStream(files.net())) {
          Model model = Model.newInstance("stream", "PyTorch");
          model.load(stream, Map.of("mapLocation", "true"));
          return model;
        }
      });

  private interface Loading {
    Model load(ModelFiles files) throws Exception;
  }

  @SuppressWarnings("ImmutableEnumChecker") // lambdas that hold nothing
  private final Loading loading;

  LoadingWay(Loading loading) {
    this.loading = loading;
  }

  Model load(ModelFiles files) throws Exception {
    return loading.load(files);
  }

  boolean isToTrain() {
    return this == CRITERIA_TO_TRAIN || this == MODEL_WITH_OPTIONS;
  }

  private static Criteria.Builder<NDList, NDList> criteria() {
    return Criteria.builder()
        .setTypes(NDList.class, NDList.class)
        .optEngine("PyTorch")
        .optTranslator(new NoopTranslator());
  }

  private static String url(Path file) {
    return file.toUri().toString();
  }
}
