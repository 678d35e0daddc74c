package harbor.kit.bff.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.LocalizedMessage;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.plan.Page;
import harbor.kit.runtime.AuditLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Answers answers = answers(false);

  @AfterEach
  void stop() {
    metrics.close();
  }

  private Answers answers(boolean takesBearers) {
    return new Answers(
        List.of(ViewFormat.PROTOBUF, ViewFormat.JSON),
        ViewJson.of(List.of(FieldViolation.getDefaultInstance(), Struct.getDefaultInstance())),
        ErrorTable.read("/harbor/kit/bff/test-errors.tsv"),
        new NoErrors(),
        List.of(),
        takesBearers,
        metrics,
        new AuditLog("test-bff"));
  }

  /** RFC 6750, section 3: an error code for who sent a token, none for who sent nothing. */
  @Test
  void notSignedIn_asksForAToken_whereOneIsTaken() {
    assertThat(challenge(true, EdgeEvent.NOT_SIGNED_IN, "")).isEqualTo("Bearer realm=\"harbor\"");
    assertThat(challenge(true, EdgeEvent.NOT_SIGNED_IN, "Bearer of-yesterday"))
        .isEqualTo("Bearer realm=\"harbor\", error=\"invalid_token\"");
    assertThat(challenge(true, EdgeEvent.OVERLOADED, "")).isNull();
    assertThat(challenge(false, EdgeEvent.NOT_SIGNED_IN, "")).isNull();
  }

  private @Nullable String challenge(boolean takesBearers, EdgeEvent event, String authorization) {
    RequestHeadersBuilder request = RequestHeaders.builder(HttpMethod.GET, "/");
    if (!authorization.isEmpty()) {
      request.set(HttpHeaderNames.AUTHORIZATION, authorization);
    }
    Answers some = answers(takesBearers);
    return some.error(
            ServiceRequestContext.of(HttpRequest.of(request.build())), some.errors().of(event))
        .aggregate()
        .join()
        .headers()
        .get(HttpHeaderNames.WWW_AUTHENTICATE);
  }

  @Test
  void entityTag_isTheSame_inWhicheverOrderTheViewsMapsWereFilled() {
    Struct one = struct("a", "b");
    Struct other = struct("b", "a");

    assertThat(one).isEqualTo(other);
    assertThat(one.toByteArray())
        .as("what the tag must not be made of")
        .isNotEqualTo(other.toByteArray());
    assertThat(tag(one, Optional.empty())).isEqualTo(tag(other, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(ints = {150, 195, 198, 199, 200, 300})
  void codingAndTag_areTheSame_howeverMuchMetaThereIs(int length) {
    FieldViolation view = text("a".repeat(length));

    AggregatedHttpResponse little = answer(view, withMeta("x"), "gzip", "");
    AggregatedHttpResponse much = answer(view, withMeta("x".repeat(500)), "gzip", "");

    assertThat(much.headers().get(HttpHeaderNames.ETAG))
        .isEqualTo(little.headers().get(HttpHeaderNames.ETAG));
    assertThat(much.headers().get(HttpHeaderNames.CONTENT_ENCODING))
        .isEqualTo(little.headers().get(HttpHeaderNames.CONTENT_ENCODING));
  }

  @Test
  void notModified_isSaid_beforeAnyMetaIsMade() {
    FieldViolation view = text("lamp");
    String tag = tag(view, withMeta("x"));
    AtomicInteger made = new AtomicInteger();
    Optional<MetaView> counted =
        Optional.of(
            new MetaView(
                "localized_message",
                _ -> {
                  made.incrementAndGet();
                  return LocalizedMessage.newBuilder().setLocale("x").build();
                }));

    assertThat(answer(view, counted, "", tag).status().code()).isEqualTo(304);
    assertThat(made).hasValue(0);
    assertThat(answer(view, counted, "", "\"another\"").status().code()).isEqualTo(200);
    assertThat(made).hasValue(1);
  }

  @Test
  void meta_standsInTheView() throws InvalidProtocolBufferException {
    byte[] body = answer(text("lamp"), withMeta("x"), "", "").content().array();

    assertThat(FieldViolation.parseFrom(body).getLocalizedMessage().getLocale()).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource({
    "'', 'catalog.product, reviews.rating'",
    "inventory.stock, catalog.product",
    "'inventory.stock, pricing.price', ''"
  })
  void pageThatIsNotWhole_saysWhy_andIsKeptByNobody(String missing, String stale) {
    AggregatedHttpResponse answer =
        answer(page(text("lamp"), names(missing), names(stale)), Optional.empty(), "", "*");

    assertThat(answer.status().code()).isEqualTo(200);
    assertThat(answer.headers().get("x-degraded", "")).isEqualTo(missing);
    assertThat(answer.headers().get("x-stale", "")).isEqualTo(stale);
    assertThat(answer.headers().get(HttpHeaderNames.CACHE_CONTROL)).isEqualTo("no-store");
    assertThat(answer.headers().contains(HttpHeaderNames.ETAG)).isFalse();
  }

  @Test
  void wholePage_namesNothing() {
    ResponseHeaders headers = answer(text("lamp"), Optional.empty(), "", "").headers();

    assertThat(headers.contains("x-degraded")).isFalse();
    assertThat(headers.contains("x-stale")).isFalse();
    assertThat(headers.get(HttpHeaderNames.CACHE_CONTROL)).startsWith("public");
  }

  @Test
  void refusal_isInTheLanguageThatItSays_whicheverThePageWouldHaveHad() {
    ServiceRequestContext ctx = ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/"));
    ctx.setAdditionalResponseHeader(HttpHeaderNames.CONTENT_LANGUAGE, "de");

    AggregatedHttpResponse refusal =
        answers
            .refusal(ctx, ctx.request().headers(), answers.errors().of(EdgeEvent.OVERLOADED), "")
            .aggregate()
            .join();

    assertThat(refusal.headers().get(HttpHeaderNames.CONTENT_LANGUAGE)).isEqualTo("en");
    assertThat(ctx.additionalResponseHeaders().get(HttpHeaderNames.CONTENT_LANGUAGE))
        .as("what would stand over it")
        .isEqualTo("en");
  }

  private String tag(Message view, Optional<MetaView> meta) {
    return String.valueOf(answer(view, meta, "", "").headers().get(HttpHeaderNames.ETAG));
  }

  private AggregatedHttpResponse answer(
      Message view, Optional<MetaView> meta, String coding, String ifNoneMatch) {
    return answer(page(view, List.of(), List.of()), meta, coding, ifNoneMatch);
  }

  private AggregatedHttpResponse answer(
      Page.Ready<Message> page, Optional<MetaView> meta, String coding, String ifNoneMatch) {
    RequestHeadersBuilder request = RequestHeaders.builder(HttpMethod.GET, "/");
    if (!coding.isEmpty()) {
      request.set(HttpHeaderNames.ACCEPT_ENCODING, coding);
    }
    if (!ifNoneMatch.isEmpty()) {
      request.set(HttpHeaderNames.IF_NONE_MATCH, ifNoneMatch);
    }
    return answers
        .ready(
            request.build(),
            ViewFormat.PROTOBUF,
            page,
            meta,
            () -> new MetaView.Facts("0".repeat(32), Instant.EPOCH, 0, List.of()),
            HttpCaching.shared(Duration.ofSeconds(2), Duration.ofSeconds(3)))
        .aggregate()
        .join();
  }

  private static Page.Ready<Message> page(Message view, List<String> missing, List<String> stale) {
    return new Page.Ready<>(view, missing, stale);
  }

  private static List<String> names(String list) {
    return list.isEmpty() ? List.of() : List.of(list.split(", "));
  }

  private static Optional<MetaView> withMeta(String meta) {
    return Optional.of(
        new MetaView(
            "localized_message", _ -> LocalizedMessage.newBuilder().setLocale(meta).build()));
  }

  private static FieldViolation text(String text) {
    return FieldViolation.newBuilder().setDescription(text).build();
  }

  private static Struct struct(String first, String second) {
    return Struct.newBuilder()
        .putFields(first, Value.getDefaultInstance())
        .putFields(second, Value.getDefaultInstance())
        .build();
  }

  private static final class NoErrors implements ErrorView {
    @Override
    public Message view(ErrorAnswer error, String traceId) {
      return LocalizedMessage.getDefaultInstance();
    }

    @Override
    public MediaType jsonType() {
      return MediaType.JSON;
    }
  }
}
