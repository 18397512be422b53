// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import dev.layertap.sink.Sink;
import dev.layertap.sink.SinkPass;

/** A sink of the app that takes nothing. */
public final class FailingSink implements Sink {
  @Override
  public String name() {
    return "failing";
  }

  @Override
  public void write(SinkPass pass) {
    throw new IllegalStateException("no pass " + pass.number());
  }

  @Override
  public void close() {
    System.out.println("closed");
  }
}
