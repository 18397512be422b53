// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript;

import dev.layertap.torchscript.archive.ArchiveException;
import dev.layertap.torchscript.archive.Shown;
import dev.layertap.torchscript.archive.ZipArchive;
import dev.layertap.torchscript.pickle.PickleDict;
import dev.layertap.torchscript.pickle.PickleObject;
import dev.layertap.torchscript.pickle.PickleReader;
import dev.layertap.torchscript.pickle.PickleValue;
import java.io.IOException;

/** Tells TorchScript archives from the other zip files that PyTorch and its users write. */
final class ArchiveKind {
  private static final String EXPORT =
      "Export the model with torch.jit.script(model).save(path) or torch.jit.trace(model, input).save(path).";

  private ArchiveKind() {}

  /** Returns the folder that the archive's entries lie in. */
  static String check(ZipArchive zip) throws IOException {
    String first = zip.names().stream().findFirst().orElse("");
    String prefix = first.substring(0, first.indexOf('/') + 1);
    boolean hasCode = zip.names().stream().anyMatch(name -> name.startsWith(prefix + "code/"));
    if (!zip.has(prefix + "data.pkl")) {
      if (hasCode) {
        throw new ArchiveException(
            "%s: the entry %sdata.pkl is missing, so the archive has code but no model. Export the model again."
                .formatted(zip.file(), Shown.text(prefix)));
      }
      throw new ArchiveException(
          "%s is not a TorchScript archive: expected the entry %sdata.pkl, found %s. %s"
              .formatted(zip.file(), Shown.text(prefix), describe(zip), EXPORT));
    }
    if (!hasCode) {
      byte[] pickle = zip.read(prefix + "data.pkl", TorchScriptArchive.MAX_PICKLE);
      String where = "%s, entry %sdata.pkl".formatted(zip.file(), Shown.text(prefix));
      throw noModule(zip, PickleReader.read(pickle, where, zip.budget()));
    }
    return prefix;
  }

  static ArchiveException noModule(ZipArchive zip, PickleValue stored) {
    String found = "something saved by torch.save, without code";
    if (stored instanceof PickleDict || isOrderedDict(stored)) {
      found = "a state dict saved by torch.save: tensors without a model";
    } else if (stored instanceof PickleObject object) {
      found =
          "a Python object of "
              + Shown.text(object.type().qualifiedName())
              + " saved by torch.save";
    }
    return new ArchiveException(
        "%s is not a TorchScript archive: expected a model with its code, found %s. Load it into the model in Python. %s"
            .formatted(zip.file(), found, EXPORT));
  }

  private static boolean isOrderedDict(PickleValue stored) {
    return stored instanceof PickleValue.Reduced call
        && call.function() instanceof PickleValue.Global function
        && function.qualifiedName().equals("collections.OrderedDict");
  }

  private static String describe(ZipArchive zip) {
    if (zip.names().isEmpty()) {
      return "an empty zip file";
    }
    for (String name : zip.names()) {
      if (name.endsWith("serialized_exported_program.json") || name.endsWith("archive_format")) {
        return "a program of torch.export, which is another format";
      }
    }
    return "a zip file of %d entries, the first of them %s"
        .formatted(zip.names().size(), Shown.text(zip.names().iterator().next()));
  }
}
