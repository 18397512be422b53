// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.engine;

import dev.layertap.agent.weave.ClassRewriter;
import dev.layertap.agent.weave.WovenMethod;
import java.lang.reflect.Modifier;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;

/** Weaves the methods of a class of DJL's PyTorch engine that are sites. */
final class EngineWeaver extends ClassRewriter {
  private final List<EngineSite> sites;

  /**
   * Makes a weaver.
   *
   * @param sites those of one class
   */
  EngineWeaver(List<EngineSite> sites) {
    this.sites = sites;
  }

  private @Nullable EngineSite site(String name, String descriptor) {
    for (EngineSite site : sites) {
      if (site.method().equals(name) && site.descriptor().equals(descriptor)) {
        return site;
      }
    }
    return null;
  }

  @Override
  protected boolean wants(int modifiers, String name, String descriptor) {
    return site(name, descriptor) != null;
  }

  @Override
  protected WovenMethod woven(
      MethodVisitor next,
      String owner,
      int modifiers,
      String name,
      String descriptor,
      int variables) {
    EngineSite site = site(name, descriptor);
    if (site == null) {
      throw new IllegalStateException(name + descriptor);
    }
    return new WovenSite(next, site, owner, Modifier.isStatic(modifiers), variables);
  }
}
