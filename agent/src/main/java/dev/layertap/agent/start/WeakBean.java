// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.start;

import java.lang.ref.WeakReference;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanRegistration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import org.jspecify.annotations.Nullable;

/**
 * A bean of core's, held weakly: the platform's server lives as long as the JVM, and would keep the
 * web app whose core it is.
 */
final class WeakBean implements DynamicMBean, MBeanRegistration {
  private final WeakReference<DynamicMBean> bean;
  private @Nullable MBeanServer server;
  private @Nullable ObjectName name;

  WeakBean(DynamicMBean bean) {
    this.bean = new WeakReference<>(bean);
  }

  boolean isGone() {
    return bean.get() == null;
  }

  /** Takes away what nobody will. */
  void unregister() {
    if (server != null && name != null) {
      try {
        server.unregisterMBean(name);
      } catch (JMException takenAway) {
        return; // by somebody else, and that is all that was wanted
      }
    }
  }

  @Override
  public Object getAttribute(String attribute)
      throws AttributeNotFoundException, MBeanException, ReflectionException {
    DynamicMBean present = bean.get();
    if (present == null) {
      throw new AttributeNotFoundException("the app that this bean is of was undeployed");
    }
    return present.getAttribute(attribute);
  }

  @Override
  public AttributeList getAttributes(String[] attributes) {
    DynamicMBean present = bean.get();
    return present == null ? new AttributeList() : present.getAttributes(attributes);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    DynamicMBean present = bean.get();
    return present == null
        ? new MBeanInfo(WeakBean.class.getName(), "undeployed", null, null, null, null)
        : present.getMBeanInfo();
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException(attribute.getName() + " can be read only");
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String action, Object[] arguments, String[] signature)
      throws ReflectionException {
    throw new ReflectionException(new NoSuchMethodException(action));
  }

  @Override
  public ObjectName preRegister(MBeanServer where, ObjectName as) {
    server = where;
    name = as;
    return as;
  }

  @Override
  public void postRegister(Boolean done) {}

  @Override
  public void preDeregister() {}

  @Override
  public void postDeregister() {
    server = null;
  }
}
