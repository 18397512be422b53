// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.springboot;

import dev.layertap.testkit.ChildJvm;
import dev.layertap.testkit.ClassPath;
import dev.layertap.testkit.RunningJvm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The finished app in a JVM of its own, on a free port of this machine. */
final class RunningApp implements AutoCloseable {
  static final Path JAR = Path.of(System.getProperty("layertap.test.app"));

  private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

  private final RunningJvm jvm;
  private final URI address;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningApp(RunningJvm jvm) {
    this.jvm = jvm;
    Matcher started = STARTED.matcher(jvm.next());
    while (!started.find()) {
      started.reset(jvm.next());
    }
    this.address = URI.create("http://127.0.0.1:" + started.group(1));
  }

  /** Starts it in this module's folder, with more options of the JVM. */
  static RunningApp start(String... options) {
    ChildJvm jvm =
        ChildJvm.runningJar(JAR)
            .option("-Xmx1g")
            .option("-Dai.djl.offline=true")
            // Without times, which differ.
            .arguments("--server.port=0", "--logging.pattern.console=%level %logger{0} %msg%n");
    for (String option : options) {
      jvm.option(option);
    }
    return new RunningApp(jvm.start());
  }

  /** The finished agent. */
  static Path agent() {
    return ClassPath.ofThisJvm().only("layertap-agent.*\\.jar").entries().get(0);
  }

  /** Sends all of the sample's pictures, and returns the app's answers to the last bit. */
  List<String> answers() throws IOException, InterruptedException {
    List<String> answers = new ArrayList<>();
    for (String shape : List.of("circle", "square", "triangle")) {
      answers.add(
          body(
              HttpRequest.newBuilder(address.resolve("/shapes"))
                  .header("Content-Type", "image/png")
                  .POST(HttpRequest.BodyPublishers.ofFile(Path.of("pictures", shape + ".png")))
                  .build()));
    }
    return answers;
  }

  /** What stands there, or the error's document. */
  String get(String path) throws IOException, InterruptedException {
    return body(HttpRequest.newBuilder(address.resolve(path)).build());
  }

  private String body(HttpRequest request) throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Ends it as an operator does, by a signal. */
  ChildJvm.Result stop() {
    ProcessHandle.of(jvm.pid()).ifPresent(ProcessHandle::destroy);
    return jvm.finish();
  }

  @Override
  public void close() throws IOException {
    jvm.close();
  }
}
