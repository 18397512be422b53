// SPDX-License-Identifier: Apache-2.0
package dev.layertap.torchscript.run;

import dev.layertap.spi.BlockInterior;
import dev.layertap.torchscript.code.TypeName;
import dev.layertap.torchscript.twin.OpaquePlace;
import dev.layertap.torchscript.twin.Place;
import dev.layertap.torchscript.twin.Twins;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what {@link OutlineWriter} wrote.
 *
 * <p>It stands between an app and its model at every start, on classes that nobody has used yet:
 * there are no lambdas here and no streams, which cost a millisecond each at their first use.
 */
final class OutlineReader {
  private final ByteBuffer in;
  private final List<String> texts = new ArrayList<>();

  private OutlineReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  /** The outline; empty if the bytes are not that of this key. */
  static Optional<Outline> read(byte[] bytes, String key) {
    OutlineReader reader = new OutlineReader(bytes);
    try {
      return reader.text().equals(key) ? Optional.of(reader.outline()) : Optional.empty();
    } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private Outline outline() {
    String type = text();
    long parameterCount = in.getLong();
    List<String> methods = names();
    BlockInterior.Interior interior = interior();
    return new Outline(type, parameterCount, methods, interior, twins());
  }

  private BlockInterior.Interior interior() {
    String type = text();
    Optional<String> opaque = optional();
    return new BlockInterior.Interior("RecursiveScriptModule", type, modules(), opaque);
  }

  private List<BlockInterior.Module> modules() {
    int count = count();
    List<BlockInterior.Module> modules = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      modules.add(
          new BlockInterior.Module(
              text(), text(), text(), in.getInt(), in.getLong(), optional(), modules()));
    }
    return Collections.unmodifiableList(modules);
  }

  private Twins twins() {
    Map<String, String> entries = new LinkedHashMap<>();
    for (int left = count(); left > 0; left--) {
      String method = text();
      entries.put(method, text());
    }
    Optional<Twins.Plan> plan =
        in.get() == 0 ? Optional.empty() : Optional.of(new Twins.Plan(text(), text()));
    List<Place> places = new ArrayList<>();
    for (int left = count(); left > 0; left--) {
      places.add(new Place(in.getInt(), names(), text(), text(), in.get() != 0, methods()));
    }
    List<OpaquePlace> opaque = new ArrayList<>();
    for (int left = count(); left > 0; left--) {
      opaque.add(new OpaquePlace(text(), text(), OpaquePlace.Cause.valueOf(text())));
    }
    return new Twins(
        Collections.unmodifiableMap(entries),
        plan,
        Collections.unmodifiableList(places),
        Collections.unmodifiableList(opaque),
        in.getInt());
  }

  private Map<String, Place.Signature> methods() {
    Map<String, Place.Signature> methods = new LinkedHashMap<>();
    for (int left = count(); left > 0; left--) {
      String name = text();
      Map<String, TypeName> parameters = new LinkedHashMap<>();
      for (int more = count(); more > 0; more--) {
        String parameter = text();
        parameters.put(parameter, type());
      }
      methods.put(name, new Place.Signature(parameters, type()));
    }
    return methods;
  }

  private TypeName type() {
    String name = text();
    int count = count();
    if (count == 0) {
      return TypeName.of(name);
    }
    List<TypeName> arguments = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      arguments.add(type());
    }
    return new TypeName(name, Collections.unmodifiableList(arguments));
  }

  private List<String> names() {
    int count = count();
    List<String> names = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      names.add(text());
    }
    return Collections.unmodifiableList(names);
  }

  private Optional<String> optional() {
    String text = text();
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Each of what is counted takes four bytes at least. */
  private int count() {
    int count = in.getInt();
    if (count < 0 || count > in.remaining() / Integer.BYTES) {
      throw new BufferUnderflowException();
    }
    return count;
  }

  private String text() {
    int number = in.getInt();
    if (number == texts.size()) {
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new BufferUnderflowException();
      }
      byte[] encoded = new byte[length];
      in.get(encoded);
      texts.add(new String(encoded, StandardCharsets.UTF_8));
    }
    return texts.get(number);
  }
}
