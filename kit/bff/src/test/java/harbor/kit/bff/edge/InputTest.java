package harbor.kit.bff.edge;

import static harbor.kit.bff.input.TestMessages.CHANGE;
import static harbor.kit.bff.input.TestMessages.NOTE;
import static harbor.kit.bff.input.TestMessages.OPTIONAL;
import static harbor.kit.bff.input.TestMessages.empty;
import static harbor.kit.bff.input.TestMessages.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.server.RoutingResult;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import org.junit.jupiter.api.Test;

/** What path and headers give a write. */
class InputTest {
  @Test
  void variableOfThePath_andTheVersion_areFields() {
    assertThat(read(CHANGE, "lamp", "W/\"3\""))
        .isEqualTo("id: \"lamp\" update_mask { } expected_version: 3");
    assertThat(read(OPTIONAL, "lamp", "\"3\"")).isEqualTo("id: \"lamp\" expected_version: 3");
  }

  @Test
  void version_isRequired_unlessItsFieldIsOptional() {
    refused(CHANGE, EdgeEvent.PRECONDITION_REQUIRED);

    assertThat(read(OPTIONAL, "lamp")).isEqualTo("id: \"lamp\"");
  }

  @Test
  void version_isOne_alsoWhereItIsOptional() {
    for (Descriptor type : new Descriptor[] {CHANGE, OPTIONAL}) {
      refused(type, EdgeEvent.BAD_REQUEST, "*");
      refused(type, EdgeEvent.BAD_REQUEST, "");
      refused(type, EdgeEvent.BAD_REQUEST, "\"3\"", "\"4\"");
    }
  }

  @Test
  void variableOfThePath_isAnId() {
    assertThatThrownBy(() -> read(OPTIONAL, "a\\b"))
        .isInstanceOfSatisfying(
            BadRequest.class, refusal -> assertThat(refusal.field()).isEqualTo("id"));
  }

  @Test
  void input_isRefused_whenItLacksAVariableOfThePath() {
    assertThatThrownBy(() -> Input.body(empty(NOTE), "/things/{id}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no field id");
  }

  private static void refused(Descriptor type, EdgeEvent event, String... ifMatch) {
    assertThatThrownBy(() -> read(type, "lamp", ifMatch))
        .isInstanceOfSatisfying(
            BadRequest.class,
            refusal -> {
              assertThat(refusal.event()).isEqualTo(event);
              assertThat(refusal.field()).isEqualTo("If-Match");
            });
  }

  private static String read(Descriptor type, String id, String... ifMatch) {
    RequestHeadersBuilder headers = RequestHeaders.builder(HttpMethod.PATCH, "/things/id");
    for (String line : ifMatch) {
      headers.add("if-match", line);
    }
    ServiceRequestContext ctx =
        ServiceRequestContext.builder(HttpRequest.of(headers.build()))
            .routingResult(
                RoutingResult.builder().path("/things/id").decodedParam("id", id).build())
            .build();
    return text(Input.body(empty(type), "/things/{id}").read(ctx, null));
  }
}
