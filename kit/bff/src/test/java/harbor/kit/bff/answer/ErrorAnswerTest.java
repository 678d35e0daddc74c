package harbor.kit.bff.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.common.HttpStatus;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorAnswerTest {
  static IntStream statuses() {
    return IntStream.rangeClosed(400, 599);
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void everyStatus_hasACodeAndSentences(int status) {
    ErrorAnswer answer = ErrorAnswer.of(HttpStatus.valueOf(status));

    assertThat(answer.status().code()).isEqualTo(status);
    assertThat(answer.code()).matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)*");
    assertThat(answer.title()).endsWith(".");
    assertThat(answer.message()).endsWith(".");
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_ARGUMENT, false",
    "404, NOT_FOUND, false",
    "405, METHOD_NOT_ALLOWED, false",
    "408, REQUEST_TIMEOUT, true",
    "413, TOO_LARGE, false",
    "414, TOO_LARGE, false",
    "429, RATE_LIMITED, true",
    "431, TOO_LARGE, false",
    "500, INTERNAL, false",
    "501, INTERNAL, false",
    "502, INTERNAL, false",
    "503, UNAVAILABLE, true"
  })
  void status_hasItsStableCode(int status, String code, boolean retryable) {
    ErrorAnswer answer = ErrorAnswer.of(HttpStatus.valueOf(status));

    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.retryable()).isEqualTo(retryable);
  }
}
