package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every rpc of every contract says who may call it. */
class AccessTest {
  private static final Path PROTOS = Path.of(System.getProperty("harbor.root"), "proto/harbor");
  private static final Pattern RPC =
      Pattern.compile("(?s)\\brpc (\\w+)\\(.*?\\)\\s*(\\{.*?\\}\\s*\\n|;)");
  private static final Pattern ACCESS =
      Pattern.compile(
          "option \\(harbor\\.type\\.v1\\.access\\) = \\{\\s*callers: [^}]+?,?\\s+subject:"
              + " SUBJECT_[A-Z_]+");

  @Test
  void everyRpc_saysWhoMayCallIt() throws IOException {
    try (Stream<Path> files = Files.walk(PROTOS)) {
      List<Path> services =
          files.filter(file -> file.toString().endsWith("_service.proto")).toList();
      assertThat(services).hasSizeGreaterThan(5);
      for (Path service : services) {
        assertThat(silent(Files.readString(service))).as(service.toString()).isEmpty();
      }
    }
  }

  /** The counter-test. */
  @Test
  void rpcThatDoesNotSay_isFound() {
    String proto =
        """
        service CartsService {
          rpc GetCart(GetCartRequest) returns (GetCartResponse) {
            option idempotency_level = NO_SIDE_EFFECTS;
            option (harbor.type.v1.access) = {callers: ["*-bff", "orders"], subject: SUBJECT_USER};
          }
          rpc GetOwnCart(GetOwnCartRequest) returns (GetOwnCartResponse) {
            option (harbor.type.v1.access) = {
              callers: ["*-bff"]
              subject: SUBJECT_ANY
            };
          }
          rpc AddLine(AddLineRequest) returns (AddLineResponse) {
            option idempotency_level = IDEMPOTENCY_UNKNOWN;
          }
          rpc Watch(WatchRequest) returns (stream WatchResponse);
        }
        """;

    assertThat(silent(proto)).containsExactly("AddLine", "Watch");
  }

  private static List<String> silent(String proto) {
    return RPC.matcher(proto)
        .results()
        .filter(rpc -> !ACCESS.matcher(rpc.group(2)).find())
        .map(rpc -> rpc.group(1))
        .toList();
  }
}
