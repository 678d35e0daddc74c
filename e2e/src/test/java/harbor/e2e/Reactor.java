package harbor.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The modules that Maven builds, as the poms name them. */
final class Reactor {
  private Reactor() {}

  /** The folders of all modules below a folder's pom, and those of their modules. */
  static List<Path> modules(Path folder) throws IOException {
    List<Path> modules = new ArrayList<>();
    for (String name : named(folder.resolve("pom.xml"))) {
      Path module = folder.resolve(name);
      modules.add(module);
      modules.addAll(modules(module));
    }
    return modules;
  }

  /** The packages that a module ships Java of. */
  static List<String> packages(Path module) throws IOException {
    Path sources = module.resolve("src/main/java");
    if (!Files.exists(sources)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
          .distinct()
          .toList();
    }
  }

  private static List<String> named(Path pom) throws IOException {
    try {
      NodeList found =
          DocumentBuilderFactory.newDefaultInstance()
              .newDocumentBuilder()
              .parse(pom.toFile())
              .getElementsByTagName("module");
      List<String> names = new ArrayList<>();
      for (int i = 0; i < found.getLength(); i++) {
        names.add(found.item(i).getTextContent());
      }
      return names;
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(pom + " cannot be read", e);
    }
  }
}
