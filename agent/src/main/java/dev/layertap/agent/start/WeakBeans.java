// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.management.DynamicMBean;

/**
 * Makes of each bean that core wants to show in JMX one that does not keep core, and takes away
 * those whose core is gone.
 */
final class WeakBeans implements UnaryOperator<Object> {
  private final List<Object> made = new ArrayList<>();

  @Override
  public synchronized Object apply(Object bean) {
    for (Iterator<Object> all = made.iterator(); all.hasNext(); ) {
      WeakBean one = (WeakBean) all.next();
      if (one.isGone()) {
        one.unregister();
        all.remove();
      }
    }
    WeakBean weak = new WeakBean((DynamicMBean) bean);
    made.add(weak);
    return weak;
  }
}
