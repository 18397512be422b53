// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.app;

import dev.layertap.sink.Sink;
import dev.layertap.sink.SinkPass;
import java.util.concurrent.CountDownLatch;

/** A sink of the app that never comes back. */
public final class StuckSink implements Sink {
  @Override
  public String name() {
    return "stuck";
  }

  @Override
  public void write(SinkPass pass) throws InterruptedException {
    new CountDownLatch(1).await();
  }
}
