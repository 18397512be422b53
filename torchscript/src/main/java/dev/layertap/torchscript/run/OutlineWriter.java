// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.spi.BlockInterior;
import dev.layertap.torchscript.code.TypeName;
import dev.layertap.torchscript.twin.OpaquePlace;
import dev.layertap.torchscript.twin.Place;
import dev.layertap.torchscript.twin.Twins;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes an outline as bytes: a text is its number among the texts so far and, when it is new, its
 * length and its characters; whatever may occur several times stands behind its count.
 */
final class OutlineWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final Map<String, Integer> texts = new HashMap<>();

  private OutlineWriter() {}

  static byte[] write(String key, Outline outline) {
    OutlineWriter writer = new OutlineWriter();
    try {
      writer.text(key);
      writer.outline(outline);
    } catch (IOException e) {
      throw new UncheckedIOException("Into memory", e);
    }
    return writer.bytes.toByteArray();
  }

  private interface Part<T> {
    void write(T value) throws IOException;
  }

  private void outline(Outline outline) throws IOException {
    text(outline.type());
    out.writeLong(outline.parameterCount());
    all(outline.methods(), this::text);
    text(outline.interior().type());
    text(outline.interior().opaque().orElse(""));
    all(outline.interior().modules(), this::module);
    twins(outline.twins());
  }

  private void module(BlockInterior.Module module) throws IOException {
    text(module.name());
    text(module.type());
    text(module.qualifiedType());
    out.writeInt(module.key());
    out.writeLong(module.parameterCount());
    text(module.opaque().orElse(""));
    all(module.children(), this::module);
  }

  private void twins(Twins twins) throws IOException {
    all(
        twins.entries().entrySet(),
        entry -> {
          text(entry.getKey());
          text(entry.getValue());
        });
    out.writeBoolean(twins.plan().isPresent());
    if (twins.plan().isPresent()) {
      text(twins.plan().get().inlining());
      text(twins.plan().get().failing());
    }
    all(twins.places(), this::place);
    all(twins.opaque(), this::opaque);
    out.writeInt(twins.selectionSize());
  }

  private void place(Place place) throws IOException {
    out.writeInt(place.number());
    all(place.paths(), this::text);
    text(place.type());
    text(place.originalName());
    out.writeBoolean(place.traced());
    all(
        place.methods().entrySet(),
        method -> {
          text(method.getKey());
          all(
              method.getValue().parameters().entrySet(),
              parameter -> {
                text(parameter.getKey());
                type(parameter.getValue());
              });
          type(method.getValue().result());
        });
  }

  private void opaque(OpaquePlace opaque) throws IOException {
    text(opaque.path());
    text(opaque.type());
    text(opaque.cause().name());
  }

  private void type(TypeName type) throws IOException {
    text(type.name());
    List<TypeName> arguments = type.arguments();
    all(arguments, this::type);
  }

  private <T> void all(Collection<T> values, Part<T> part) throws IOException {
    out.writeInt(values.size());
    for (T value : values) {
      part.write(value);
    }
  }

  private void text(String text) throws IOException {
    Integer known = texts.putIfAbsent(text, texts.size());
    if (known != null) {
      out.writeInt(known);
    } else {
      out.writeInt(texts.size() - 1);
      byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(encoded.length);
      out.write(encoded);
    }
  }
}
