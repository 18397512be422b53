// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.springboot;

import ai.djl.modality.cv.ImageFactory;
import ai.djl.translate.TranslateException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** What the app offers over HTTP. */
@RestController
class ShapesController {
  private final ShapesModel model;

  ShapesController(ShapesModel model) {
    this.model = model;
  }

  /** Says what a picture shows. */
  @PostMapping(
      path = "/shapes",
      consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE})
  List<Shape> shapes(@RequestBody byte[] picture) throws TranslateException, InterruptedException {
    try {
      return model.look(
          ImageFactory.getInstance().fromInputStream(new ByteArrayInputStream(picture)));
    } catch (IOException e) {
      throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "This is no picture.", e);
    }
  }
}
