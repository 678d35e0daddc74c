package harbor.kit.bff.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
  private static final List<ViewFormat> PROTOBUF_FIRST =
      List.of(ViewFormat.PROTOBUF, ViewFormat.JSON);

  @Test
  void format_isTheFirstOffered_whenTheClientHasNoWish() {
    assertThat(Negotiation.format(null, PROTOBUF_FIRST)).contains(ViewFormat.PROTOBUF);
    assertThat(Negotiation.format("", PROTOBUF_FIRST)).contains(ViewFormat.PROTOBUF);
    assertThat(Negotiation.format("  ", List.of(ViewFormat.JSON))).contains(ViewFormat.JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "*/*                                              | PROTOBUF",
        "application/*                                    | PROTOBUF",
        "application/json                                 | JSON",
        "APPLICATION/JSON                                 | JSON",
        "application/json; charset=utf-8                  | JSON",
        "application/json ; Q=0.5                         | JSON",
        "application/x-protobuf                           | PROTOBUF",
        "application/json, application/x-protobuf         | JSON",
        "application/x-protobuf, application/json         | PROTOBUF",
        "application/json, text/plain, */*                | JSON",
        "application/json, application/*                  | JSON",
        "application/*, application/json                  | JSON",
        "application/json;q=0.9, */*;q=0.9                | JSON",
        "application/json;q=0.8, */*;q=0.9                | PROTOBUF",
        "application/protobuf                             | PROTOBUF",
        "application/vnd.google.protobuf                  | PROTOBUF",
        "application/protobuf, application/json           | PROTOBUF",
        "application/json, application/protobuf           | JSON",
        "application/x-protobuf;q=0, application/protobuf | PROTOBUF",
        "application/json, application/x-protobuf;q=0.9   | JSON",
        "application/json;q=0.1, */*;q=0.2                | PROTOBUF",
        "application/json, */*;q=0.1                      | JSON",
        "text/html, application/json;q=0.9, */*;q=0.8     | JSON",
        "application/x-protobuf;q=0, */*                  | JSON",
        "application/*;q=0, application/json              | JSON",
        "*/*;q=0, application/json                        | JSON",
        "application/*;q=0.1, */*                         | PROTOBUF",
        ", ,application/json,                             | JSON",
        "application/json;q=1.000                         | JSON",
        "application/json;q=0                             | none",
        "application/json;q=0.000                         | none",
        "*/*;q=0                                          | none",
        "text/html                                        | none",
        "text/*                                           | none",
        "garbage                                          | none",
        ";;;                                              | none",
        "application/json;q=2                             | none",
        "application/json;q=-1                            | none",
        "application/json;q=NaN                           | none",
        "application/json;q=                              | none",
        "application/json;q=x                             | none",
      })
  void format_isTheOneThatTheClientLikesBest(String accept, ViewFormat expected) {
    assertThat(Negotiation.format(accept, PROTOBUF_FIRST).orElse(null)).isEqualTo(expected);
  }

  @Test
  void coding_isIdentity_whenTheClientHasNoWish() {
    assertThat(Negotiation.coding(null)).isEqualTo(ContentCoding.IDENTITY);
    assertThat(Negotiation.coding("")).isEqualTo(ContentCoding.IDENTITY);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip                            | GZIP",
        "GZIP                            | GZIP",
        "br                              | BROTLI",
        "zstd                            | ZSTD",
        "gzip, deflate, br, zstd         | BROTLI",
        "gzip, zstd                      | ZSTD",
        "gzip;q=1.0, br;q=0.5            | GZIP",
        "gzip;q=0, br;q=0, zstd;q=0      | IDENTITY",
        "deflate                         | IDENTITY",
        "compress, x-unknown             | IDENTITY",
        "identity                        | IDENTITY",
        "identity, gzip;q=0.5            | IDENTITY",
        "identity;q=0.5, gzip            | GZIP",
        "identity;q=0, gzip              | GZIP",
        "*                               | BROTLI",
        "*;q=0, gzip                     | GZIP",
        "*;q=0                           | IDENTITY",
        "br;q=0, *                       | ZSTD",
        "gzip;q=x                        | IDENTITY",
        ";q=1                            | IDENTITY",
        ",,,                             | IDENTITY",
      })
  void coding_isTheOneThatTheClientLikesBest(String acceptEncoding, ContentCoding expected) {
    assertThat(Negotiation.coding(acceptEncoding)).isEqualTo(expected);
  }
}
