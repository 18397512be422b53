// SPDX-License-Identifier: Apache-2.0
/** An app that knows nothing of Layertap, and opens nothing to anybody. */
module app.plain {
  requires ai.djl.api;
  requires com.google.gson; // DJL's jars are automatic modules, which cannot require what they need
  requires org.slf4j;
}
