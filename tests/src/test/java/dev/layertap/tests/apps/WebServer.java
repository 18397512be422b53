// SPDX-License-Identifier: Apache-2.0
package dev.layertap.tests.apps;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.AttributeNotFoundException;
import javax.management.InstanceNotFoundException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.catalina.Context;
import org.apache.catalina.WebResourceRoot;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.DirResourceSet;
import org.apache.catalina.webresources.FileResourceSet;
import org.apache.catalina.webresources.StandardRoot;

/**
 * An embedded Tomcat on a free port that obeys its standard input.
 *
 * <p>Arguments: the server's own folder, the class path of its web apps, and their servlet. {@code
 * begin CLASS} has the server itself make the one instance of a class; {@code deploy NAME} and
 * {@code undeploy NAME} do that, {@code get NAME} prints what a web app answers, {@code collect
 * NAME} whether its loader is gone after it was undeployed, with {@code collect NAME OTHER} while
 * another one is used all the time; {@code beans COUNT} waits for so many of Layertap's in JMX, and
 * prints them.
 */
public final class WebServer {
  private static final int MOST_COLLECTIONS = 50;
  private static final int MOST_WAITS = 1_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Tomcat tomcat = new Tomcat();
  private final List<Path> war;
  private final String servlet;
  private final Map<String, Context> deployed = new HashMap<>();
  private final Map<String, WeakReference<ClassLoader>> loaders = new HashMap<>();

  private WebServer(Path folder, String war, String servlet) {
    this.war = Stream.of(war.split(File.pathSeparator, -1)).map(Path::of).toList();
    this.servlet = servlet;
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getHost().setAutoDeploy(false);
  }

  public static void main(String[] args) throws Exception {
    WebServer server = new WebServer(Path.of(args[0]), args[1], args[2]);
    server.tomcat.start();
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 2);
      System.out.println(server.obey(words[0], words[1]));
    }
    server.tomcat.stop();
    server.tomcat.destroy();
  }

  private String obey(String word, String name) throws Exception {
    return switch (word) {
      case "begin" -> begin(name);
      case "deploy" -> deploy(name);
      case "get" -> get(name);
      case "undeploy" -> undeploy(name);
      case "collect" -> collect(name.split(" ", -1));
      case "beans" -> beans(Integer.parseInt(name));
      default -> throw new IllegalArgumentException(word);
    };
  }

  /**
   * Has a class do what it does once, on a thread of the server: threads that a web app's request
   * starts keep that web app's loader.
   */
  private static String begin(String type) throws ReflectiveOperationException {
    return Class.forName(type).getMethod("getInstance").invoke(null).getClass().getSimpleName();
  }

  private String deploy(String name) {
    Context context = new StandardContext();
    context.setPath("/" + name);
    context.setDocBase(tomcat.getServer().getCatalinaBase().toString());
    context.setResources(resources(context));
    context.addLifecycleListener(new Tomcat.FixContextListener());
    tomcat.getHost().addChild(context);
    Tomcat.addServlet(context, "model", servlet).addMapping("/");
    deployed.put(name, context);
    loaders.put(name, new WeakReference<>(context.getLoader().getClassLoader()));
    return name + " " + context.getState();
  }

  /** The war's WEB-INF, made of the files where they are. */
  private WebResourceRoot resources(Context context) {
    WebResourceRoot root = new StandardRoot(context);
    for (Path entry : war) {
      String name = "/WEB-INF/lib/" + entry.getFileName();
      root.addPreResources(
          Files.isDirectory(entry)
              ? new DirResourceSet(root, "/WEB-INF/classes", entry.toString(), "/")
              : new FileResourceSet(root, name, entry.toString(), "/"));
    }
    return root;
  }

  /** The answer, or the last reason why there is none. */
  private String get(String name) throws IOException, InterruptedException {
    URI address =
        URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/" + name + "/");
    String answer =
        client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    return answer
        .replaceAll("(?s).*Root Cause</b></p><pre>(.*?)\\R.*", "$1")
        .replace("&#47;", "/")
        .strip();
  }

  private String undeploy(String name) {
    Context context = requireNonNull(deployed.remove(name), name);
    tomcat.getHost().removeChild(context);
    return name + " " + context.getState();
  }

  private String collect(String[] names) throws IOException, InterruptedException {
    WeakReference<ClassLoader> loader = requireNonNull(loaders.get(names[0]), names[0]);
    LinkedRecord.displace();
    for (int i = 0; i < MOST_COLLECTIONS && loader.get() != null; i++) {
      System.gc();
      if (names.length > 1) {
        String unused = get(names[1]);
      }
      Thread.sleep(20);
    }
    return names[0] + (loader.get() == null ? " collected" : " kept");
  }

  private static String beans(int count) throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    List<String> shown = List.of();
    for (int i = 0; i < MOST_WAITS && shown.size() != count; i++) {
      Thread.sleep(20);
      shown = beansOfAppsThatAreDeployed(server);
    }
    return shown.toString();
  }

  private static List<String> beansOfAppsThatAreDeployed(MBeanServer server) throws Exception {
    List<String> shown = new ArrayList<>();
    for (ObjectName name : server.queryNames(new ObjectName("dev.layertap:*"), null)) {
      try {
        shown.add(name.getKeyPropertyListString() + " calls=" + server.getAttribute(name, "Calls"));
      } catch (AttributeNotFoundException | InstanceNotFoundException undeployed) {
        // It makes room when the next one is registered.
      }
    }
    Collections.sort(shown);
    return shown;
  }
}
