// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.twin;

import dev.layertap.torchscript.code.Expression;
import dev.layertap.torchscript.code.TypeName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The forks of a body whose closures call twins: each has a store of its own, and is waited for
 * before the body ends.
 */
final class Forks {
  private final TwinContext context;
  private final Map<String, Site> sites = new LinkedHashMap<>();

  /** Where the body forks. */
  private record Site(CallFinder.Fork fork, TypeName type, String store, String futures) {}

  Forks(TwinContext context, Routine routine) {
    this.context = context;
    for (ModuleCall call : context.graph().found(routine).calls()) {
      if (call.closure().isPresent() && context.isTwinCall(routine, call)) {
        String closure = call.closure().get();
        context
            .graph()
            .fork(routine, closure)
            .ifPresent(fork -> sites.computeIfAbsent(closure, name -> site(fork)));
      }
    }
  }

  private Site site(CallFinder.Fork fork) {
    String number = String.valueOf(sites.size());
    return new Site(
        fork,
        fork.result().orElseThrow(),
        context.names().local("fork_" + number),
        context.names().local("futures_" + number));
  }

  /** Makes the stores, where the closures begin, and holds what is forked. */
  void edit(EditedText edits, String store) {
    for (Site site : sites.values()) {
      int start = site.fork().closure().span().start();
      edits.insert(
          start,
          site.store() + " = " + context.support().fork(store) + "\n" + edits.indentAt(start));
      Expression.Call call = site.fork().call();
      String hold = context.support().hold(site.type(), site.futures(), "@");
      int at = hold.lastIndexOf('@');
      edits.insert(call.start(), hold.substring(0, at));
      edits.insert(call.end(), hold.substring(at + 1));
    }
  }

  /** The store of the closure that a call stands in, if it has its own. */
  Optional<String> storeOf(ModuleCall call) {
    return call.closure().flatMap(name -> Optional.ofNullable(sites.get(name))).map(Site::store);
  }

  /** Lines for the body's begin. The first is not indented, and after the last the text is. */
  String declared(String indent) {
    StringBuilder lines = new StringBuilder();
    for (Site site : sites.values()) {
      lines
          .append(site.futures())
          .append(" = annotate(List[Future[%s]], [])\n".formatted(site.type()))
          .append(indent);
    }
    return lines.toString();
  }

  /** Whole lines for the body's end. */
  String awaited(String done, String indent) {
    StringBuilder lines = new StringBuilder();
    for (Site site : sites.values()) {
      // A fork that nobody waited for would write to its store while Java reads it.
      String wait = context.support().wait(site.type(), site.futures());
      lines.append(indent).append(done).append(" = ").append(wait).append('\n');
    }
    return lines.toString();
  }
}
