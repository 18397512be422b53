// SPDX-License-Identifier: Apache-2.0

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/**
 * Sends pictures to the app and prints its answers, then what its own actuator shows of the model's
 * inside: {@code java Ask.java URL PICTURE...}
 */
public class Ask {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  public static void main(String[] args) throws Exception {
    for (int i = 1; i < args.length; i++) {
      Path picture = Path.of(args[i]);
      String type = args[i].endsWith(".png") ? "image/png" : "image/jpeg";
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(args[0] + "/shapes"))
              .header("Content-Type", type)
              .POST(HttpRequest.BodyPublishers.ofFile(picture))
              .build();
      System.out.println("  " + picture.getFileName() + ": " + body(request));
    }
    String meter = "/actuator/metrics/layertap.activation.mean?tag=path:layer3";
    System.out.println("\nGET " + meter);
    HttpRequest request = HttpRequest.newBuilder(URI.create(args[0] + meter)).build();
    // Layertap's sinks have a thread of their own, so the first value may come a moment later.
    for (int i = 0; i < 50 && status(request) == 404; i++) {
      Thread.sleep(100);
    }
    System.out.println("  " + body(request));
  }

  private static int status(HttpRequest request) throws IOException, InterruptedException {
    return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static String body(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(request.uri() + " answered " + response);
    }
    return response.body();
  }
}
