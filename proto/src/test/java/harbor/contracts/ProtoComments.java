package harbor.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands above each message and field in the contracts, by its full name. */
public final class ProtoComments {
  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern BLOCK =
      Pattern.compile("(message|oneof|enum|service|extend) (\\S+) \\{(}?)");
  private static final Pattern FIELD = Pattern.compile("(?:[\\w.<>, ]+) (\\w+) = \\d+.*;");
  private static final String TRANSPARENT = "";

  private ProtoComments() {}

  /** Of all contracts below a folder. */
  public static Map<String, String> of(Path protos) throws IOException {
    Map<String, String> all = new HashMap<>();
    try (Stream<Path> files = Files.walk(protos)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".proto")).toList()) {
        all.putAll(read(Files.readString(file)));
      }
    }
    return all;
  }

  /** Of one file. */
  public static Map<String, String> read(String proto) {
    Map<String, String> comments = new HashMap<>();
    Deque<String> around = new ArrayDeque<>();
    StringBuilder comment = new StringBuilder();
    for (String line : proto.lines().map(String::strip).toList()) {
      if (line.startsWith("//")) {
        comment.append(comment.isEmpty() ? "" : " ").append(line.substring(2).strip());
        continue;
      }
      Matcher pack = PACKAGE.matcher(line);
      Matcher block = BLOCK.matcher(line);
      Matcher field = FIELD.matcher(line);
      if (pack.matches()) {
        around.addLast(pack.group(1));
      } else if (block.matches()) {
        // A choice is no part of its fields' names.
        String name = block.group(1).equals("oneof") ? TRANSPARENT : block.group(2);
        comments.put(name(around, name), comment.toString());
        if (block.group(3).isEmpty()) {
          around.addLast(name);
        }
      } else if (line.endsWith("{")) {
        around.addLast(TRANSPARENT);
      } else if (line.startsWith("}")) {
        around.removeLast();
      } else if (field.matches()) {
        comments.put(name(around, field.group(1)), comment.toString());
      }
      comment.setLength(0);
    }
    return comments;
  }

  private static String name(Deque<String> around, String name) {
    StringBuilder full = new StringBuilder();
    around.stream().filter(part -> !part.isEmpty()).forEach(part -> full.append(part).append('.'));
    return full + name;
  }
}
