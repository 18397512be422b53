// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import java.nio.file.Path;
import java.util.List;

/**
 * What a capture was asked for.
 *
 * @param model the TorchScript file
 * @param inputs the files with its inputs
 * @param images what is done to those that are images
 * @param selectors which modules
 * @param method which method is run
 * @param what what is taken of each module
 * @param out where to
 */
record CapturePlan(
    Path model,
    List<Path> inputs,
    ImagePreparation images,
    SelectorList selectors,
    String method,
    CaptureCommand.What what,
    Path out) {

  boolean takesOutputs() {
    return what != CaptureCommand.What.INPUT;
  }

  boolean takesInputs() {
    return what != CaptureCommand.What.OUTPUT;
  }
}
