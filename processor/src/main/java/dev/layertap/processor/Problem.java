// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import javax.tools.Diagnostic;

/**
 * What the processor may say. Each has an id that never changes: builds and searches rely on it.
 */
enum Problem {
  NOT_A_BLOCK("CaptureNotABlock"),
  ON_INTERFACE("CaptureOnInterface"),
  OUTSIDE_BLOCK("CaptureOutsideBlock"),
  ON_STATIC("CaptureOnStatic"),
  ON_PRIMITIVE("CaptureOnPrimitive"),
  ON_COLLECTION("CaptureOnCollection"),
  ON_FORWARD("CaptureOnForward"),
  ON_METHOD("CaptureOnMethod"),
  ON_ABSTRACT_METHOD("CaptureOnAbstractMethod"),
  EMPTY_NAME("CaptureEmptyName"),
  MALFORMED_NAME("CaptureMalformedName"),
  NAME_TWICE("CaptureNameTwice"),
  TAKE("CaptureTake"),
  UNREGISTERED("CaptureUnregistered", Diagnostic.Kind.WARNING),
  KEYS_NAME_TAKEN("CaptureKeysNameTaken", Diagnostic.Kind.WARNING),
  NOT_WRITTEN("CaptureNotWritten"),
  PROCESSOR_PATH("CaptureProcessorPath"),
  BUG("CaptureProcessorBug");

  private final String id;
  private final Diagnostic.Kind kind;

  Problem(String id) {
    this(id, Diagnostic.Kind.ERROR);
  }

  Problem(String id, Diagnostic.Kind kind) {
    this.id = id;
    this.kind = kind;
  }

  String id() {
    return id;
  }

  Diagnostic.Kind kind() {
    return kind;
  }

  /** The text that the compiler prints. */
  String said(String message) {
    return "[" + id + "] " + message;
  }
}
