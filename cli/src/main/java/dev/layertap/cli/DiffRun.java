// SPDX-License-Identifier: Apache-2.0
package dev.layertap.cli;

import dev.layertap.diff.CaptureDiff;
import dev.layertap.diff.DiffReport;
import java.io.IOException;
import java.io.PrintWriter;

/** Carries a diff out. */
final class DiffRun {
  private final DiffPlan plan;
  private final Progress progress;

  DiffRun(DiffPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  int run(boolean json, PrintWriter out) throws IOException {
    DiffReport report = report();
    if (json) {
      out.println(Json.text(DiffJson.of(report)));
    } else {
      new DiffTable(out).print(report);
    }
    return report.isSame() ? ExitCodes.OK : ExitCodes.MISS;
  }

  private DiffReport report() throws IOException {
    progress.show("Comparing " + plan.a() + " with " + plan.b());
    try {
      return diff().compare();
    } catch (IllegalArgumentException e) {
      throw CommandFailure.wrongUse(String.valueOf(e.getMessage()), e);
    } finally {
      progress.clear();
    }
  }

  private CaptureDiff diff() {
    CaptureDiff diff = CaptureDiff.of(plan.a(), plan.b());
    if (plan.relative() != null) {
      diff.relative(tolerance("--rtol", plan.relative()));
    }
    if (plan.absolute() != null) {
      diff.absolute(tolerance("--atol", plan.absolute()));
    }
    if (plan.common()) {
      diff.commonOnly();
    }
    if (plan.strictTypes()) {
      diff.strictTypes();
    }
    for (String renaming : plan.renamings()) {
      int equals = renaming.indexOf('=');
      if (equals < 0) {
        throw CommandFailure.wrongUse(
            "--map \"%s\" has no \"=\". Write --map FROM=TO, or --map %s= to take it away."
                .formatted(renaming, renaming));
      }
      diff.rename(renaming.substring(0, equals), renaming.substring(equals + 1));
    }
    return diff;
  }

  private static double tolerance(String option, double value) {
    if (!(value >= 0)) {
      throw CommandFailure.wrongUse(
          "%s %s allows nothing. Give a number from 0 on, such as 1e-4.".formatted(option, value));
    }
    return value;
  }
}
