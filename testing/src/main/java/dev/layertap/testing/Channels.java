// SPDX-License-Identifier: Apache-2.0
package dev.layertap.testing;

import dev.layertap.compare.Elements;
import dev.layertap.testing.error.ShouldHaveLiveChannels.Channel;
import java.util.ArrayList;
import java.util.List;

/** The channels of an array, with their zeros counted. */
final class Channels {
  private Channels() {}

  static List<Channel> on(int axis, Elements elements) {
    int count = (int) elements.shape().get(axis);
    if (elements.size() == 0) {
      return List.of();
    }
    int inner = 1;
    for (int i = axis + 1; i < elements.shape().dimension(); i++) {
      inner *= (int) elements.shape().get(i);
    }
    long[] zeros = new long[count];
    for (int i = 0; i < elements.size(); i++) {
      if (elements.at(i) == 0) {
        zeros[i / inner % count]++;
      }
    }
    List<Channel> channels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      channels.add(new Channel(i, zeros[i], elements.size() / count));
    }
    return channels;
  }
}
