// SPDX-License-Identifier: Apache-2.0
package dev.layertap.agent.weave;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources that a test writes: a DJL that never was, a block of an unusual shape. */
public final class Sources {
  private final List<JavaFileObject> files = new ArrayList<>();

  /** Adds a class. */
  public Sources add(String className, String source) {
    files.add(new SourceFile(className, source));
    return this;
  }

  /** The few types that the descriptors of forward name. */
  public Sources addTypesOfForward() {
    return add(
            "ai.djl.training.ParameterStore",
            "package ai.djl.training; public class ParameterStore {}")
        .add("ai.djl.ndarray.NDList", "package ai.djl.ndarray; public class NDList {}")
        .add("ai.djl.util.PairList", "package ai.djl.util; public class PairList<K, V> {}");
  }

  /** Returns class files by class name. */
  public Map<String, byte[]> compile() {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Map<String, ByteArrayOutputStream> output = new LinkedHashMap<>();
    JavaFileManager manager =
        new ForwardingJavaFileManager<JavaFileManager>(
            compiler.getStandardFileManager(null, null, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            return new ClassFile(className, output);
          }
        };
    List<String> options = List.of("-proc:none", "--release", "17", "-cp", "");
    if (!compiler.getTask(null, manager, null, options, null, files).call()) {
      throw new IllegalArgumentException("A test's sources do not compile: " + files);
    }
    Map<String, byte[]> classFiles = new LinkedHashMap<>();
    output.forEach((name, bytes) -> classFiles.put(name, bytes.toByteArray()));
    return classFiles;
  }

  /** Compiles all, and returns the class file of one. */
  public byte[] compile(String className) {
    return requireNonNull(compile().get(className), className);
  }

  private static final class SourceFile extends SimpleJavaFileObject {
    private final String source;

    SourceFile(String className, String source) {
      super(URI.create("memory:/" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }

  private static final class ClassFile extends SimpleJavaFileObject {
    private final String className;
    private final Map<String, ByteArrayOutputStream> output;

    ClassFile(String className, Map<String, ByteArrayOutputStream> output) {
      super(URI.create("memory:/" + className.replace('.', '/') + ".class"), Kind.CLASS);
      this.className = className;
      this.output = output;
    }

    @Override
    public OutputStream openOutputStream() {
      return output.computeIfAbsent(className, name -> new ByteArrayOutputStream());
    }
  }
}
