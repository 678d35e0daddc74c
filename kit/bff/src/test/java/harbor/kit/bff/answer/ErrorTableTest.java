package harbor.kit.bff.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.HttpStatus;
import harbor.kit.bff.plan.Miss;
import harbor.kit.runtime.StartFailed;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorTableTest {
  private static final String RESOURCE = "/harbor/kit/bff/test-errors.tsv";
  private static final ErrorTable TABLE = ErrorTable.read(RESOURCE);

  static IntStream statuses() {
    return IntStream.rangeClosed(400, 599);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, UNKNOWN_THING, 404, THING_NOT_FOUND, false",
    "NOT_FOUND, UNKNOWN_PLANET, 404, NOT_FOUND, false",
    "NOT_FOUND, '', 404, NOT_FOUND, false",
    "INVALID_ARGUMENT, INVALID_THING_ID, 400, INVALID_ARGUMENT, false",
    "INVALID_ARGUMENT, UNKNOWN_THING, 400, INVALID_ARGUMENT, false",
    "DEADLINE_EXCEEDED, '', 504, CATALOG_UNAVAILABLE, true",
    "UNAVAILABLE, DATABASE_UNAVAILABLE, 503, CATALOG_UNAVAILABLE, true",
    "INTERNAL, *, 503, CATALOG_UNAVAILABLE, true",
    "DATA_LOSS, UNKNOWN_THING, 503, CATALOG_UNAVAILABLE, true",
  })
  void miss_hasTheRowOfItsReason_orOfItsStatus_orOfEveryOther(
      Status.Code status, String reason, int http, String code, boolean retryable) {
    ErrorAnswer answer = TABLE.of(Miss.of(status, reason), "catalog.product");

    assertThat(answer.status().code()).isEqualTo(http);
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.retryable()).isEqualTo(retryable);
  }

  @ParameterizedTest
  @EnumSource(Status.Code.class)
  void miss_saysNothingOfWhatTheServiceSaid(Status.Code status) {
    ErrorAnswer answer = TABLE.of(Miss.of(status, "SELECT * FROM db-1"), "gift-cards.balance");

    assertThat(answer.code()).matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
    assertThat(answer.title() + answer.message() + answer.code())
        .doesNotContain("SELECT", "db-1", "{", "}", "balance");
    assertThat(answer.message()).matches("[A-Z][^:]*[a-z]\\.");
  }

  @Test
  void code_namesTheService_alsoWithADash() {
    ErrorAnswer answer = TABLE.of(Miss.of(Status.Code.UNAVAILABLE, ""), "gift-cards.balance");

    assertThat(answer.code()).isEqualTo("GIFT_CARDS_UNAVAILABLE");
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void everyStatus_hasACodeAndSentences(int status) {
    ErrorAnswer answer = TABLE.of(HttpStatus.valueOf(status));

    assertThat(answer.status().code()).isEqualTo(status);
    assertThat(answer.code()).matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
    assertThat(answer.title()).endsWith(".");
    assertThat(answer.message()).endsWith(".").doesNotContain("{");
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT, false",
    "404, NOT_FOUND, false",
    "405, METHOD_NOT_ALLOWED, false",
    "408, REQUEST_TIMEOUT, true",
    "413, TOO_LARGE, false",
    "414, TOO_LARGE, false",
    "415, UNSUPPORTED_MEDIA_TYPE, false",
    "429, RATE_LIMITED, true",
    "431, TOO_LARGE, false",
    "500, INTERNAL, false",
    "501, INTERNAL, false",
    "502, INTERNAL, false",
    "503, UNAVAILABLE, true",
    "504, TIMEOUT, true",
  })
  void status_hasItsStableCode(int status, String code, boolean retryable) {
    ErrorAnswer answer = TABLE.of(HttpStatus.valueOf(status));

    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.retryable()).isEqualTo(retryable);
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE, '', 503, SHELF_UNAVAILABLE",
    "DEADLINE_EXCEEDED, '', 503, SHELF_UNAVAILABLE",
    "INTERNAL, '', 503, SHELF_UNAVAILABLE",
    "NOT_FOUND, UNKNOWN_THING, 404, THING_NOT_FOUND",
    "INVALID_ARGUMENT, '', 400, INVALID_ARGUMENT",
  })
  void call_hasItsOwnRow_whenItsServiceIsNotAvailable(
      Status.Code status, String reason, int http, String code) {
    ErrorAnswer answer = TABLE.of(Miss.of(status, reason), "catalog.shelf");

    assertThat(answer.status().code()).isEqualTo(http);
    assertThat(answer.code()).isEqualTo(code);
  }

  @Test
  void detail_standsInTheMessage_andTheTitleWithoutIt() {
    assertThat(TABLE.of(EdgeEvent.METHOD_NOT_ALLOWED, "GET, HEAD").message())
        .isEqualTo("Allowed here: GET, HEAD.");
    assertThat(TABLE.of(EdgeEvent.METHOD_NOT_ALLOWED).message())
        .isEqualTo("This route does not know the method.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          other,BUG,*,500,X,no,A.,A.         | at: other (expected: grpc, call or edge)
          grpc,BUSY,*,503,X,no,A.,A.         | key: BUSY (expected: a gRPC status that fails, or *)
          grpc,OK,*,503,X,no,A.,A.           | key: OK (expected: a gRPC status that fails, or *)
          grpc,ABORTED,busy,503,X,no,A.,A.   | reason: busy (expected: A_NAME of a status, or *)
          grpc,*,BUSY,503,X,no,A.,A.         | reason: BUSY (expected: A_NAME of a status, or *)
          grpc,ABORTED,*,200,X,no,A.,A.      | http: 200 (expected: 400 to 599)
          grpc,ABORTED,*,50,X,no,A.,A.       | http: 50 (expected: 400 to 599)
          grpc,ABORTED,*,503,x,no,A.,A.      | code: x (expected: A_NAME, {SERVICE} may be in it)
          grpc,ABORTED,*,503,X,maybe,A.,A.   | retryable: maybe (expected: yes or no)
          grpc,ABORTED,*,503,X,no,A,A.       | title: A (expected: a sentence)
          grpc,ABORTED,*,503,X,no,A.,A       | message: A (expected: a sentence, or {detail})
          grpc,ABORTED,*,503,X,no,A.,{detail} | message: {detail} (expected: no {detail} of a core service)
          grpc,ABORTED,*,503,X,no,A.         | columns: 7 (expected: 8, one tab between)
          call,users,*,503,X,no,A.,A.        | key: users (expected: the name of a call)
          call,users.own,GONE,503,X,no,A.,A. | reason: GONE (expected: * of a call)
          call,users.own,*,503,{SERVICE},no,A.,A. | code: {SERVICE} (expected: A_NAME)
          call,users.own,*,503,X,no,A.,{detail} | message: {detail} (expected: no {detail} of a core service)
          edge,NOISE,LOUD,503,X,no,A.,A.     | reason: LOUD (expected: * at the edge)
          edge,NOISE,*,503,{SERVICE}_X,no,A.,A. | code: {SERVICE}_X (expected: A_NAME, or {STATUS})
          grpc,UNAVAILABLE,*,503,X,no,A.,A.  | GRPC UNAVAILABLE * stands there twice
          edge,BUG,*,500,X,no,A.,A.          | EDGE BUG * stands there twice
          """)
  void badRow_endsTheStart_withOneSentence(String line, String sentence) throws Exception {
    assertRefused(text() + line.replace(',', '\t'), sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpc\t*\t*", "edge\tBUG\t*", "edge\tLATE\t*"})
  void missingRow_endsTheStart_withOneSentence(String without) throws Exception {
    String rest =
        text().lines().filter(line -> !line.startsWith(without)).collect(Collectors.joining("\n"));

    assertThatThrownBy(() -> ErrorTable.parse("errors.tsv", rest))
        .isInstanceOf(StartFailed.class)
        .hasMessageStartingWith("errors.tsv: there is no row for ");
  }

  @Test
  void otherColumns_endTheStart() {
    assertThatThrownBy(() -> ErrorTable.parse("errors.tsv", "status\tcode\n"))
        .isInstanceOf(StartFailed.class)
        .hasMessageStartingWith("errors.tsv, line 1: other columns (expected: at key reason");
  }

  @Test
  void missingTable_endsTheStart() {
    assertThatThrownBy(() -> ErrorTable.read("/nowhere.tsv"))
        .isInstanceOf(StartFailed.class)
        .hasMessage("There is no table of errors /nowhere.tsv on the class path.");
  }

  private static void assertRefused(String table, String sentence) {
    assertThatThrownBy(() -> ErrorTable.parse("errors.tsv", table))
        .isInstanceOf(StartFailed.class)
        .hasMessage("errors.tsv, line %d: %s.".formatted(table.lines().count(), sentence));
  }

  private static String text() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ErrorTableTest.class.getResourceAsStream(RESOURCE))) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
