// SPDX-License-Identifier: Apache-2.0
/** An app with Layertap in its code, which opens nothing to anybody. */
module app.scopes {
  requires ai.djl.api;
  requires com.google.gson; // DJL's jars are automatic modules, which cannot require what they need
  requires org.slf4j;
  requires dev.layertap.core;
}
