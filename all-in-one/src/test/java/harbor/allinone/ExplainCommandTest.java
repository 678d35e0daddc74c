package harbor.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.explain.ExplainKey;
import harbor.kit.runtime.Environment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code ./harbor explain}. */
class ExplainCommandTest {
  private static final Instant NOW = Instant.parse("2026-12-01T12:00:00Z");
  private static final Environment WITH_KEY =
      Environment.of(Map.of("HARBOR_EXPLAIN_KEY", "A".repeat(43) + "="));

  private record Ended(int code, String output, String errors) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/mobile/v1/products/HB1001?x=y",
        "http://localhost:8081/mobile/v1/products/HB1001?x=y",
        "https://shop.example/mobile/v1/products/HB1001?x=y"
      })
  void header_isSignedForThePath_ofAnAddressToo(String address) {
    ExplainKey key = ExplainKey.from(WITH_KEY).orElseThrow();

    assertThat(run(WITH_KEY, address))
        .isEqualTo(
            new Ended(
                0,
                "X-Harbor-Explain: " + key.sign("/mobile/v1/products/HB1001?x=y", NOW) + "\n",
                ""));
  }

  @Test
  void nothingIsSigned_withoutAKey() {
    assertThat(run(Environment.of(Map.of()), "/web/home"))
        .isEqualTo(new Ended(1, "", "harbor: HARBOR_EXPLAIN_KEY is not set\n"));
  }

  @Test
  void nothingIsSigned_withAWeakKey_whichIsNotShown() {
    Ended ended = run(Environment.of(Map.of("HARBOR_EXPLAIN_KEY", "weak")), "/web/home");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.errors()).contains("HARBOR_EXPLAIN_KEY").doesNotContain("weak");
  }

  @ParameterizedTest
  @ValueSource(strings = {"web/home", "", "http://localhost:8080"})
  void whatIsNoPath_isRefused(String address) {
    assertThat(run(WITH_KEY, address).code()).isEqualTo(CommandLine.ExitCode.USAGE);
  }

  private static Ended run(Environment environment, String address) {
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        new CommandLine(new ExplainCommand(environment, InstantSource.fixed(NOW)))
            .setOut(new PrintWriter(output))
            .setErr(new PrintWriter(errors))
            .execute(address);
    return new Ended(code, output.toString(), errors.toString());
  }
}
