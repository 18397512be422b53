// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The Spring Boot sample in a JVM of its own, on a free port of this machine. */
final class ShapesApp implements AutoCloseable {
  private static final int POLL_MILLIS = 2;

  /**
   * Has glibc keep what is freed. Else it depends on chance, in each process anew, whether a
   * model's memory goes back to the system and comes again in every pass, which is 5% of a request.
   */
  private static final Map<String, String> KEEPS_MEMORY =
      Map.of("MALLOC_MMAP_THRESHOLD_", "33554432", "MALLOC_TRIM_THRESHOLD_", "1000000000");

  private final Process process;
  private final URI address;

  private ShapesApp(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /**
   * Starts it; it takes seconds to be ready.
   *
   * @param options of its JVM
   */
  static ShapesApp start(List<String> options) throws IOException {
    int port = freePort();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Xmx1g", "-Dai.djl.offline=true", "-jar", jar().toString(), "--server.port=" + port));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(KEEPS_MEMORY);
    Process process = builder.start();
    return new ShapesApp(process, URI.create("http://127.0.0.1:" + port + "/shapes"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static Path jar() {
    return Arrays.stream(System.getProperty("java.class.path").split(java.io.File.pathSeparator))
        .map(Path::of)
        .filter(
            entry ->
                entry.getFileName().toString().matches("layertap-sample-spring-boot.*exec\\.jar"))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("There is no sample on the class path."));
  }

  /** The folder of all samples. */
  static String samples() {
    return System.getProperty("layertap.samples");
  }

  /** The sample's folder, with its model and its pictures. */
  static Path folder() {
    return Path.of(samples(), "spring-boot").normalize();
  }

  /** Where it answers. */
  URI address() {
    return address;
  }

  /** Waits until it listens. */
  void awaitReady() throws IOException, InterruptedException {
    while (!listens()) {
      if (!process.isAlive()) {
        throw new IOException("The sample ended with " + process.exitValue());
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private boolean listens() {
    try (Socket unused = new Socket(address.getHost(), address.getPort())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A picture for it to look at. */
  static HttpRequest request(URI address) throws IOException {
    byte[] picture = Files.readAllBytes(folder().resolve("pictures/circle.png"));
    return HttpRequest.newBuilder(address)
        .header("Content-Type", "image/png")
        .POST(HttpRequest.BodyPublishers.ofByteArray(picture))
        .build();
  }

  /** Asks it for what it sees, and checks that it sees something. */
  static void ask(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || !answer.body().contains("circle")) {
      throw new IOException(answer.statusCode() + ": " + answer.body());
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
