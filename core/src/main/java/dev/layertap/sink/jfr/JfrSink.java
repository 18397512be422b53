// SPDX-License-Identifier: Apache-2.0
package dev.layertap.sink.jfr;

import dev.layertap.sink.CallListener;
import dev.layertap.sink.Sink;
import dev.layertap.sink.SinkException;
import dev.layertap.sink.SinkOptions;
import dev.layertap.sink.SinkPass;
import org.jspecify.annotations.Nullable;

/** Makes events for recordings that ask for them; it costs next to nothing where none does. */
public final class JfrSink implements Sink, CallListener {
  private boolean isRegistered;

  /** For the configuration. */
  public JfrSink() {}

  @Override
  public String name() {
    return "jfr";
  }

  @Override
  public void start(SinkOptions options) throws SinkException {
    try {
      Events.register();
      isRegistered = true;
    } catch (LinkageError e) {
      throw new SinkException("this Java runtime is without the module jdk.jfr");
    }
  }

  @Override
  public @Nullable Runnable callStarted(int pass, String path, String type) {
    return Events.callStarted(pass, path, type);
  }

  @Override
  public void write(SinkPass pass) {
    Events.write(pass);
  }

  @Override
  public void close() {
    if (isRegistered) {
      isRegistered = false;
      Events.unregister();
    }
  }
}
