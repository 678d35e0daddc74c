package harbor.kit.bff.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.input.Parameter.Form;
import harbor.kit.bff.input.Parameter.In;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DescribedRequestTest {
  @Test
  void parameters_areThoseThatAnInputReads_withItsLimits() {
    assertThat(DescribedRequest.parametersOf(DescribedRequestTest::everything))
        .containsExactly(
            new Parameter("id", In.PATH, true, new Form.Id()),
            new Parameter("path", In.PATH, true, new Form.Text(7)),
            new Parameter("q", In.QUERY, false, new Form.Text(5)),
            new Parameter("tag", In.QUERY, false, new Form.Many(new Form.Text(6), 0, 3)),
            new Parameter("size", In.QUERY, false, new Form.Whole(1, 50, Optional.of(10))),
            new Parameter("min", In.QUERY, false, new Form.Whole(0, 9, Optional.empty())),
            new Parameter("ids", In.QUERY, true, new Form.Many(new Form.Id(), 1, 4)),
            new Parameter("cart", In.QUERY, true, new Form.Id()),
            new Parameter("address", In.QUERY, false, new Form.Id()),
            new Parameter("sort", In.QUERY, false, new Form.Choice(List.of("price"))),
            new Parameter("gift", In.QUERY, false, new Form.YesOrNo()),
            new Parameter("land", In.QUERY, false, new Form.Matching("[A-Z]+", 2, "capitals")),
            new Parameter("near", In.QUERY, true, new Form.Matching("[0-9]+", 8, "digits")),
            new Parameter(
                "spec",
                In.QUERY,
                false,
                new Form.Many(new Form.Matching("[a-z]:.*", 9, "name:value"), 0, 2)));
  }

  /** A refusal that the declared forms do not tell of would be in no document. */
  @Test
  void input_fails_whenItRefusesARequestThatHasAllItDemands() {
    assertThatExceptionOfType(BadRequest.class)
        .isThrownBy(
            () ->
                DescribedRequest.parametersOf(
                    request ->
                        request.text("q", 9).orElseThrow(() -> new BadRequest("q", "a text"))));
  }

  private static String everything(Request request) {
    return request.id("id")
        + request.rest("path", 7)
        + request.text("q", 5)
        + request.texts("tag", 3, 6)
        + request.integer("size", 10, 1, 50)
        + request.integer("min", -1, 0, 9)
        + request.ids("ids", 4)
        + request.requiredId("cart")
        + request.optionalId("address")
        + request.choice("sort", new LinkedHashMap<>(Map.of("price", 1)))
        + request.isYes("gift")
        + request.matching("land", Pattern.compile("[A-Z]+"), 2, "capitals")
        + request.matching("near", Pattern.compile("[0-9]+"), 8, "digits", "53")
        + request.allMatching("spec", 2, Pattern.compile("[a-z]:.*"), 9, "name:value")
        + request.caller()
        + request.session();
  }
}
