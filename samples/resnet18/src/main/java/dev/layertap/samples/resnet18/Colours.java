// SPDX-License-Identifier: Apache-2.0
package dev.layertap.samples.resnet18;

/** A colour for each value between 0 and 1: dark blue, green, yellow, evenly brighter. */
final class Colours {
  private static final int[] STOPS = {0x1b0b3b, 0x3b3b7d, 0x2a6f8e, 0x25a07f, 0x8fce4e, 0xfbe84a};

  private Colours() {}

  static int of(double value) {
    double position = Math.min(Math.max(value, 0), 1) * (STOPS.length - 1);
    int stop = Math.min((int) position, STOPS.length - 2);
    double share = position - stop;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = STOPS[stop] >> shift & 0xff;
      int to = STOPS[stop + 1] >> shift & 0xff;
      colour |= (int) Math.round(from + share * (to - from)) << shift;
    }
    return colour;
  }
}
