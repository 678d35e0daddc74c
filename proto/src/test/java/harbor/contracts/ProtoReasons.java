package harbor.contracts;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The errors that each rpc names in the comment above it: {@code NOT_FOUND reason UNKNOWN_PRODUCT
 * when ...; INVALID_ARGUMENT reason A or B}; and those that its option {@code access} brings.
 */
public final class ProtoReasons {
  private static final Pattern RPC = Pattern.compile("rpc (\\w+)\\(");
  private static final Pattern NAME = Pattern.compile("\\b[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*\\b");
  private static final Set<String> STATUSES =
      Stream.of(Status.Code.values()).map(Enum::name).collect(Collectors.toSet());

  /**
   * A status and the reason that goes with it.
   *
   * @param status of gRPC, by name
   */
  public record Reason(String status, String reason) {}

  private ProtoReasons() {}

  /** By {@code <service>.<rpc>}, for instance {@code catalog.GetProduct}. */
  public static Map<String, Set<Reason>> of(Path protos) throws IOException {
    Map<String, Set<Reason>> all = new LinkedHashMap<>();
    Set<Reason> ofAccess = ofAccess(Files.readString(protos.resolve("type/v1/access.proto")));
    try (Stream<Path> files = Files.walk(protos)) {
      for (Path file : files.filter(f -> f.toString().endsWith("_service.proto")).toList()) {
        String service = protos.relativize(file).getName(0).toString();
        read(Files.readString(file)).forEach((rpc, named) -> all.put(service + "." + rpc, named));
      }
    }
    all.values().forEach(named -> named.addAll(ofAccess));
    return all;
  }

  private static Set<Reason> ofAccess(String proto) {
    return reasons(proto.substring(0, proto.indexOf("message Access {")));
  }

  /** Of one file, by rpc. */
  public static Map<String, Set<Reason>> read(String proto) {
    Map<String, Set<Reason>> named = new LinkedHashMap<>();
    StringBuilder comment = new StringBuilder();
    for (String line : proto.lines().map(String::strip).toList()) {
      Matcher rpc = RPC.matcher(line);
      if (line.startsWith("//")) {
        comment.append(line.substring(2)).append('\n');
        continue;
      }
      if (rpc.lookingAt()) {
        named.put(rpc.group(1), reasons(comment.toString()));
      }
      comment.setLength(0);
    }
    return named;
  }

  private static Set<Reason> reasons(String comment) {
    Set<Reason> reasons = new LinkedHashSet<>();
    String status = "";
    for (String name : NAME.matcher(comment).results().map(found -> found.group()).toList()) {
      if (STATUSES.contains(name)) {
        status = name;
      } else if (!status.isEmpty()) {
        reasons.add(new Reason(status, name));
      }
    }
    return reasons;
  }
}
