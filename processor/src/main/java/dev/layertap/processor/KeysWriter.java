// SPDX-License-Identifier: Apache-2.0
package dev.layertap.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.layertap.annotation.CaptureKey;
import dev.layertap.annotation.DeclaredCapture;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.annotation.processing.Filer;
import javax.annotation.processing.FilerException;
import javax.lang.model.element.Element;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.ModuleElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import javax.tools.JavaFileObject;

/** Writes for {@code ResNet18} the class {@code ResNet18Captures}, with a key for each name. */
final class KeysWriter {
  private static final String GENERATED = "javax.annotation.processing.Generated";

  private final Elements elements;
  private final Filer filer;
  private final Reporter reporter;

  KeysWriter(Elements elements, Filer filer, Reporter reporter) {
    this.elements = elements;
    this.filer = filer;
    this.reporter = reporter;
  }

  /** Writes the keys of one class. */
  void write(TypeElement type, List<Annotated> captures) {
    String packageName = elements.getPackageOf(type).getQualifiedName().toString();
    String name = String.join("_", ClassName.get(type).simpleNames()) + "Captures";
    JavaFile file =
        JavaFile.builder(packageName, keys(name, type, captures))
            .skipJavaLangImports(true)
            .indent("  ")
            .build();
    try (Writer out = created(packageName, name, type).openWriter()) {
      out.write(inAscii(file.toString()));
    } catch (FilerException e) {
      reporter.say(
          Problem.KEYS_NAME_TAKEN,
          captures.get(0),
          "The keys of %s cannot be generated, because there is a class %s already. Rename one of"
                  .formatted(type, name)
              + " them, or read the captures by name.");
    } catch (IOException e) {
      reporter.say(
          Problem.NOT_WRITTEN,
          captures.get(0),
          "The keys of %s cannot be written: %s".formatted(type, e));
    }
  }

  private JavaFileObject created(String packageName, String name, TypeElement type)
      throws IOException {
    return filer.createSourceFile(packageName.isEmpty() ? name : packageName + "." + name, type);
  }

  /** The compiler writes and reads sources in the project's encoding, which may know no more. */
  private static String inAscii(String source) {
    StringBuilder ascii = new StringBuilder();
    for (int i = 0; i < source.length(); i++) {
      char sign = source.charAt(i);
      if (sign < 128) {
        ascii.append(sign);
      } else {
        ascii.append("\\u%04x".formatted((int) sign));
      }
    }
    return ascii.toString();
  }

  private TypeSpec keys(String name, TypeElement type, List<Annotated> captures) {
    TypeSpec.Builder keys =
        TypeSpec.classBuilder(name)
            .addJavadoc("Keys of what {@code @Capture} names in {@code $L}.\n", type)
            .addModifiers(Modifier.FINAL)
            .addOriginatingElement(type);
    if (isPublic(type)) {
      keys.addModifiers(Modifier.PUBLIC);
    }
    if (sees(type, GENERATED)) {
      keys.addAnnotation(
          AnnotationSpec.builder(ClassName.bestGuess(GENERATED))
              .addMember("value", "$S", CaptureProcessor.class.getName())
              .build());
    }
    Map<String, String> constants =
        ConstantNames.of(captures.stream().map(one -> one.capture().name()).toList());
    for (Annotated annotated : captures) {
      DeclaredCapture capture = annotated.capture();
      keys.addField(key(constants.getOrDefault(capture.name(), ""), capture));
    }
    return keys.addMethod(
            MethodSpec.constructorBuilder()
                .addJavadoc("Holds constants only.\n")
                .addModifiers(Modifier.PRIVATE)
                .build())
        .build();
  }

  private static FieldSpec key(String constant, DeclaredCapture capture) {
    CodeBlock made =
        switch (capture.kind()) {
          case CLASS -> call("ofClass", capture.name(), capture.className());
          case FIELD -> call("ofField", capture.name(), capture.className(), capture.member());
          case METHOD -> call("ofMethod", capture.name(), capture.className(), capture.member());
        };
    return FieldSpec.builder(
            CaptureKey.class, constant, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
        .addJavadoc(
            "Named $L by the annotation on $L.\n",
            escaped('"' + capture.name() + '"'),
            escaped(capture.where()))
        .initializer(made)
        .build();
  }

  private static CodeBlock call(String factory, String... texts) {
    List<CodeBlock> arguments = Arrays.stream(texts).map(text -> CodeBlock.of("$S", text)).toList();
    return CodeBlock.of("$T.$L($L)", CaptureKey.class, factory, CodeBlock.join(arguments, ", "));
  }

  /** What means something in Javadoc means nothing in a name. */
  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("{", "&#123;")
        .replace("}", "&#125;")
        .replace("@", "&#64;");
  }

  /** A module may not read that of a class which is there for others. */
  private boolean sees(TypeElement from, String className) {
    ModuleElement module = elements.getModuleOf(from);
    return module == null
        ? elements.getTypeElement(className) != null
        : elements.getTypeElement(module, className) != null;
  }

  private static boolean isPublic(TypeElement type) {
    for (Element at = type; at instanceof TypeElement; at = at.getEnclosingElement()) {
      if (!at.getModifiers().contains(Modifier.PUBLIC)) {
        return false;
      }
    }
    return true;
  }
}
