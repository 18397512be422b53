// SPDX-License-Identifier: Apache-2.0
package dev.layertap.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Sends requests to several apps by turns, on two connections, and prints how the later ones
 * compare with the first two, which are the same app, and the second with the first.
 *
 * <p>The order of the turns is drawn anew in each round: in a fixed one an app would always follow
 * the same other, whose threads and compiler may still be busy.
 */
final class RequestLoad {
  /** How often each app has its turn; together some 60 seconds each. */
  static final int ROUNDS = 40;

  private static final long TURN_NANOS = 1_500_000_000L;
  private static final long WARM_UP_NANOS = 20_000_000_000L;

  /** The JVM compiles what a request goes through after some 5,000 of them. */
  private static final int WARM_UPS = 4;

  private static final int CONNECTIONS = 2;
  private static final int RESAMPLES = 1000;

  private RequestLoad() {}

  public static void main(String[] args) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    List<HttpClient> clients = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      clients.add(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }
    List<HttpRequest> requests = new ArrayList<>();
    for (String address : args) {
      requests.add(ShapesApp.request(URI.create(address)));
    }
    for (int i = 0; i < WARM_UPS; i++) {
      for (HttpRequest request : requests) {
        double[] unused = turn(threads, clients, request, WARM_UP_NANOS);
      }
    }
    double[][][] millis = new double[args.length][ROUNDS][];
    List<Integer> order = new ArrayList<>(IntStream.range(0, args.length).boxed().toList());
    Random random = new Random(1);
    for (int round = 0; round < ROUNDS; round++) {
      Collections.shuffle(order, random);
      for (int side : order) {
        millis[side][round] = turn(threads, clients, requests.get(side), TURN_NANOS);
      }
    }
    threads.shutdown();
    double[][] both = new double[ROUNDS][];
    for (int round = 0; round < ROUNDS; round++) {
      both[round] = concatenated(millis[0][round], millis[1][round]);
    }
    for (int side = 1; side < args.length; side++) {
      double[][] base = side == 1 ? millis[0] : both;
      print(side, "time", times(base, millis[side]));
      print(side, "p99", tails(base, millis[side]));
    }
  }

  private static double[] concatenated(double[] first, double[] second) {
    return DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
  }

  /** The times of all answers of one turn. */
  private static double[] turn(
      ExecutorService threads, List<HttpClient> clients, HttpRequest request, long nanos)
      throws Exception {
    long end = System.nanoTime() + nanos;
    List<Future<List<Double>>> parts = new ArrayList<>();
    for (HttpClient client : clients) {
      parts.add(threads.submit(() -> send(client, request, end)));
    }
    List<Double> all = new ArrayList<>();
    for (Future<List<Double>> part : parts) {
      all.addAll(part.get());
    }
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<Double> send(HttpClient client, HttpRequest request, long end)
      throws Exception {
    List<Double> millis = new ArrayList<>();
    for (long start = System.nanoTime(); start < end; ) {
      ShapesApp.ask(client, request);
      long now = System.nanoTime();
      millis.add((now - start) / 1e6);
      start = now;
    }
    return millis;
  }

  /** Round by round: connections are never idle, so the mean time is what throughput comes of. */
  private static Estimate times(double[][] base, double[][] other) {
    double[] ratios = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      ratios[round] = mean(other[round]) / mean(base[round]);
    }
    return Estimate.of(ratios);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** A turn has too few answers for a percentile of its own; the interval is a bootstrap's. */
  private static Estimate tails(double[][] base, double[][] other) {
    Random random = new Random(1);
    double[] ratios = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      int[] rounds = random.ints(ROUNDS, 0, ROUNDS).toArray();
      ratios[i] = tail(other, rounds) / tail(base, rounds);
    }
    Arrays.sort(ratios);
    int[] each = IntStream.range(0, ROUNDS).toArray();
    return new Estimate(
        tail(other, each) / tail(base, each),
        ratios[RESAMPLES / 40],
        ratios[RESAMPLES - 1 - RESAMPLES / 40]);
  }

  private static double tail(double[][] millis, int[] rounds) {
    double[] all =
        Arrays.stream(rounds)
            .mapToObj(round -> millis[round])
            .flatMapToDouble(Arrays::stream)
            .toArray();
    Arrays.sort(all);
    return all[(int) Math.floor(0.99 * (all.length - 1))];
  }

  private static void print(int side, String what, Estimate estimate) {
    System.out.printf(
        Locale.ROOT,
        "figure %d %s %.5f %.5f %.5f%n",
        side,
        what,
        estimate.median(),
        estimate.low(),
        estimate.high());
  }
}
