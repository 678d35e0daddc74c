package harbor.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.scripted.CoreProduct;
import harbor.scripted.Script;
import harbor.scripted.ScriptedStore;
import harbor.scripted.Visitor.Answer;
import io.grpc.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageIT {
  @RegisterExtension private static final ScriptedStore STORE = WebStore.patient();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          de                   | de | 1.299,00 €
          de-AT,en;q=0.5       | de | 1.299,00 €
          fr                   | fr | 1 299,00 €
          en                   | en | €1,299.00
          en-GB                | en | €1,299.00
          ja,fr;q=0.1,de;q=0.9 | de | 1.299,00 €
          ja                   | en | €1,299.00
          *                    | en | €1,299.00
          ;;q=nonsense         | en | €1,299.00
          """)
  void page_speaksTheLanguage_thatTheClientAccepts(String accepted, String language, String price)
      throws Exception {
    STORE.cores().sell(CoreProduct.rich());

    Answer answer = STORE.visitor().get(WebStore.PRODUCT, "accept-language", accepted);

    assertThat(answer.header("content-language")).isEqualTo(language);
    assertThat(answer.header("vary")).contains("Accept-Language");
    JsonNode tree = new ObjectMapper().readTree(answer.body());
    assertThat(spaced(tree.get("price").get("formatted").textValue())).isEqualTo(price);
    assertThat(tree.get("price").get("minor").intValue()).isEqualTo(129_900);
  }

  @Test
  void page_speaksEnglish_whenTheClientDoesNotSay() {
    assertThat(STORE.visitor().get(WebStore.PRODUCT).header("content-language")).isEqualTo("en");
  }

  @Test
  void entityTag_differs_byLanguage() {
    STORE.cores().sell(CoreProduct.rich());
    Set<String> tags = new HashSet<>();

    for (String language : List.of("de", "fr", "en")) {
      Answer answer = STORE.visitor().get(WebStore.PRODUCT, "accept-language", language);
      tags.add(answer.header("etag"));
    }

    assertThat(tags).hasSize(3);
  }

  @Test
  void page_isSentAnew_whenTheClientHasItInAnotherLanguage() {
    String german = STORE.visitor().get(WebStore.PRODUCT, "accept-language", "de").header("etag");

    Answer english =
        STORE.visitor().get(WebStore.PRODUCT, "accept-language", "en", "if-none-match", german);

    assertThat(english.status()).isEqualTo(200);
  }

  @Test
  void problem_isInEnglish_whateverTheClientAccepts() {
    Answer answer = STORE.visitor().get("/web/products/%20id", "accept-language", "de");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.header("content-language")).isEqualTo("en");
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"NOT_FOUND", "UNAVAILABLE", "DEADLINE_EXCEEDED"})
  void problem_isInEnglish_alsoWhenThePageWouldNotHaveBeen(Status.Code code) {
    STORE
        .cores()
        .script(CatalogServiceGrpc.getGetProductMethod(), Script.fail(code, "UNKNOWN_PRODUCT"));

    Answer answer = STORE.visitor().get(WebStore.PRODUCT, "accept-language", "de");

    assertThat(answer.status()).isIn(404, 503, 504);
    assertThat(answer.headers().allValues("content-language")).containsExactly("en");
  }

  /** Which of the narrow and unbreakable spaces stands there is a matter of the JDK's data. */
  private static String spaced(String text) {
    return text.replaceAll("[\\u00a0\\u202f]", " ");
  }
}
