package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.allinone.PersonCommand;
import harbor.carts.Carts;
import harbor.carts.v1.AddLineRequest;
import harbor.carts.v1.CartsServiceGrpc;
import harbor.carts.v1.CartsServiceGrpc.CartsServiceBlockingStub;
import harbor.carts.v1.CreateCartRequest;
import harbor.kit.client.Caller;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.runtime.Environment;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.TestCore;
import harbor.kit.service.identity.TestTokens;
import harbor.reviews.Reviews;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./harbor person} over several core services. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PersonCommandIT {
  private final TestCore carts = TestCore.start(Carts.PROCESS);
  private final TestCore reviews = TestCore.start(Reviews.PROCESS);

  /** What a command printed, and its exit code. */
  private record Ended(int code, String output, String errors) {}

  @AfterAll
  void close() {
    carts.close();
    reviews.close();
  }

  @Test
  void export_isJson_ofAllServices() throws Exception {
    buy("person-4711");
    review("person-4711");

    Ended export = run("export", "person-4711");

    assertThat(export.code()).isZero();
    JsonNode rows = new ObjectMapper().readTree(export.output());
    assertThat(rows.findValuesAsText("place"))
        .containsExactly("carts.carts", "carts.cart_lines", "reviews.reviews");
    assertThat(rows.at("/1/data/product_id").asText()).isEqualTo("lamp");
    assertThat(rows.at("/2/data/author").asText()).isEqualTo("Ann Example");
    assertThat(run("export", "person-0000").output().strip()).isEqualTo("[]");
  }

  @Test
  void erase_leavesNothing_andMayBeRepeated() throws Exception {
    buy("person-4712");
    review("person-4712");

    Ended erased = run("erase", "person-4712");

    assertThat(erased.code()).isZero();
    assertThat(erased.output())
        .contains(
            "erased: carts.cart_lines, 1 rows", "erased: reviews.reviews", "Nothing is found");
    assertThat(run("export", "person-4712").output().strip()).isEqualTo("[]");
    Ended again = run("erase", "person-4712");
    assertThat(again.code()).isZero();
    assertThat(again.output()).doesNotContain("erased:").contains("Nothing is found");
  }

  /** The counter-test: what no rule erases is found, and named. */
  @Test
  void erase_saysWhatIsLeft() throws Exception {
    execute(reviews, "CREATE TABLE reviews.stray (line text)");
    execute(reviews, "GRANT SELECT ON reviews.stray TO PUBLIC");
    execute(reviews, "INSERT INTO reviews.stray VALUES ('person-4713 was here')");

    Ended erased = run("erase", "person-4713");
    execute(reviews, "DROP TABLE reviews.stray");

    assertThat(erased.code()).isEqualTo(1);
    assertThat(erased.output()).contains("still found: reviews.stray, 1 rows");
  }

  @Test
  void serviceThatIsAway_endsTheCommand_withOneSentence() {
    Ended ended = run(Map.of("HARBOR_REVIEWS_PORT", "1"), "erase", "person-4714");

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.errors())
        .contains(
            "reviews at 127.0.0.1:1 could not do it (UNAVAILABLE); run the same command again")
        .hasLineCount(1);
  }

  /** Ids are drawn from 64 characters, and a dash is one of them. */
  @ParameterizedTest
  @ValueSource(strings = {"-person-4715", "--person-4715", "-help-4715", "-V4715"})
  void idThatLooksLikeAnOption_isAnId(String id) throws Exception {
    buy(id);

    assertThat(run("export", id).output()).contains("carts.cart_lines");
    assertThat(run("erase", id).output()).contains("Nothing is found");
    assertThat(run("export", id).output().strip()).isEqualTo("[]");
  }

  @Test
  void malformedId_isRefused() {
    assertThat(run("erase", "a b").errors()).contains("INVALID_ARGUMENT");
  }

  private void buy(String id) {
    CartsServiceBlockingStub user =
        CartsServiceGrpc.newBlockingStub(carts.onBehalfOf(Caller.user(id)))
            .withDeadlineAfter(30, TimeUnit.SECONDS);
    String cart = user.createCart(CreateCartRequest.getDefaultInstance()).getCart().getId();
    var _ =
        user.addLine(
            AddLineRequest.newBuilder()
                .setCartId(cart)
                .setProductId("lamp")
                .setQuantity(2)
                .build());
  }

  private void review(String id) throws SQLException {
    execute(
        reviews,
        """
        INSERT INTO reviews.reviews VALUES ('r-' || substr('%1$s', 8), 'lamp', 5, '', '', 'Ann Example', now(), true,
          'APPROVED', now(), 'user:%1$s', now(), 'user:%1$s', 1)
        """
            .formatted(id));
  }

  private static void execute(TestCore core, String sql) throws SQLException {
    try (Connection connection = core.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Ended run(String... arguments) {
    return run(Map.of(), arguments);
  }

  private Ended run(Map<String, String> besides, String... arguments) {
    Map<String, String> environment = new HashMap<>();
    environment.put(IdentitySettings.KEYS, TestTokens.files().directory().toString());
    environment.put("HARBOR_CARTS_PORT", Integer.toString(carts.port()));
    environment.put("HARBOR_REVIEWS_PORT", Integer.toString(reviews.port()));
    environment.putAll(besides);
    List<CoreProcess> cores = List.of(Carts.PROCESS, Reviews.PROCESS);
    StringWriter output = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        PersonCommand.over(Environment.of(environment), cores)
            .setOut(new PrintWriter(output, true))
            .setErr(new PrintWriter(errors, true))
            .execute(arguments);
    return new Ended(code, output.toString(), errors.toString());
  }
}
