package harbor.kit.bff.edge;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.input.BodyReader;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.limit.RateLimits;
import harbor.kit.bff.plan.Page;
import io.netty.util.AsciiString;
import io.netty.util.AttributeKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers several pages in one round trip, all at once. Each goes through what it goes through by
 * itself: its limit, shedding, who asks, its own time; none is asked for that is not named plainly.
 * A batch whose pages are all over their limits is over the limit itself. Thread-safe.
 */
final class BatchService implements BufferedResponse {
  private static final AsciiString DEGRADED = HttpHeaderNames.of("x-degraded");
  private static final AsciiString SCHEMA_VERSION = HttpHeaderNames.of("x-schema-version");
  private static final AttributeKey<ErrorAnswer> REFUSAL =
      AttributeKey.valueOf(BatchService.class, "REFUSAL");
  private static final String FIELD = "paths";

  /** What is of the batch's own request alone. */
  private static final List<AsciiString> OWN =
      List.of(
          HttpHeaderNames.CONTENT_TYPE,
          HttpHeaderNames.CONTENT_LENGTH,
          HttpHeaderNames.TRANSFER_ENCODING,
          HttpHeaderNames.ACCEPT_ENCODING,
          HttpHeaderNames.IF_NONE_MATCH,
          HttpHeaderNames.IF_MATCH);

  private final Batch<?, ?> batch;
  private final BatchedPages pages;
  private final Answers answers;
  private final FailureLog failures;
  private final BodyReader<? extends Message> body;
  private final HttpService refusals;
  private final BatchedPages.Found none;

  /**
   * A batch of these pages.
   *
   * @param limits what is refused here counts, too
   */
  BatchService(
      Batch<?, ?> batch,
      BatchedPages pages,
      Answers answers,
      FailureLog failures,
      RateLimits limits) {
    this.batch = batch;
    this.pages = pages;
    this.answers = answers;
    this.failures = failures;
    body = new BodyReader<>(batch.request(), Set.of());
    refusals =
        limits.protect(
            (ctx, _) -> answers.error(ctx, refusal(ctx)),
            Limit.DEFAULT,
            RateLimits.Counting.CLIENT);
    none = new BatchedPages.Found("/", Map.of(), QueryParams.of(), refusals);
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    Optional<ViewFormat> format = answers.format(request.headers());
    if (format.isEmpty()) {
      return refuse(ctx, answers.notAcceptable());
    }
    return HttpResponse.of(
        request
            .aggregate(ctx.eventLoop())
            .thenCompose(whole -> answered(ctx, request.headers(), format.get(), whole)));
  }

  private CompletionStage<HttpResponse> answered(
      ServiceRequestContext ctx,
      RequestHeaders headers,
      ViewFormat format,
      AggregatedHttpRequest whole) {
    List<String> paths;
    try {
      paths = paths(whole);
    } catch (BadRequest e) {
      return CompletableFuture.completedFuture(refuse(ctx, malformed(e)));
    }
    List<CompletableFuture<Batch.Answer>> asked = new ArrayList<>();
    for (String path : paths) {
      asked.add(ask(ctx, path));
    }
    return CompletableFuture.allOf(asked.toArray(new CompletableFuture<?>[0]))
        .thenApplyAsync(
            _ -> answer(ctx, headers, format, asked.stream().map(CompletableFuture::join).toList()),
            ctx.eventLoop());
  }

  private List<String> paths(AggregatedHttpRequest whole) {
    List<String> paths =
        batch.pathsOf(body.read(whole.contentType(), whole.content().array()).build());
    if (paths.isEmpty() || paths.size() > Batch.MAX_PATHS) {
      throw new BadRequest(FIELD, "1 to %d paths".formatted(Batch.MAX_PATHS));
    }
    return paths;
  }

  /** What a page answers by itself. */
  private CompletableFuture<Batch.Answer> ask(ServiceRequestContext ctx, String target) {
    BatchedPages.Found page = pages.find(target).orElse(none);
    BatchedRequest item =
        new BatchedRequest(ctx, page, HttpRequest.of(headers(ctx.request().headers(), page)));
    if (page.equals(none)) {
      item.setAttr(
          REFUSAL, malformed(new BadRequest(FIELD, "plain paths of pages that may be in a batch")));
    }
    return respond(item, page.service())
        .aggregate(ctx.eventLoop())
        .thenApply(answer -> read(ctx, item, answer));
  }

  private HttpResponse respond(BatchedRequest item, HttpService service) {
    try (SafeCloseable _ = item.push()) {
      return service.serve(item, item.request());
    } catch (Exception e) {
      failures.bug(item, e);
      return answers.error(item, answers.errors().of(EdgeEvent.BUG));
    }
  }

  private static RequestHeaders headers(RequestHeaders batch, BatchedPages.Found page) {
    RequestHeadersBuilder headers = batch.toBuilder();
    OWN.forEach(headers::remove);
    return headers
        .method(HttpMethod.GET)
        .path(page.target())
        .set(HttpHeaderNames.ACCEPT, MediaType.X_PROTOBUF.toString())
        .build();
  }

  private static Batch.Answer read(
      ServiceRequestContext ctx, BatchedRequest item, AggregatedHttpResponse answer) {
    ResponseHeaders headers = answer.headers();
    item.additionalResponseHeaders()
        .getAll(HttpHeaderNames.SET_COOKIE)
        .forEach(cookie -> addCookie(ctx, cookie));
    String schema = headers.get(SCHEMA_VERSION, "");
    return new Batch.Answer(
        answer.status().code(),
        schema.isEmpty() || answer.content().isEmpty()
            ? Optional.empty()
            : Optional.of(
                Any.newBuilder()
                    .setTypeUrl("type.googleapis.com/" + schema.substring(0, schema.indexOf(';')))
                    .setValue(ByteString.copyFrom(answer.content().array()))
                    .build()),
        headers.contains(DEGRADED) ? List.of(headers.get(DEGRADED, "").split(", ", -1)) : List.of(),
        retryAfter(
            item.additionalResponseHeaders()
                .getInt(
                    HttpHeaderNames.RETRY_AFTER, headers.getInt(HttpHeaderNames.RETRY_AFTER, -1))));
  }

  private static OptionalInt retryAfter(int seconds) {
    return seconds < 0 ? OptionalInt.empty() : OptionalInt.of(seconds);
  }

  /** Pages that learn the same say the same. */
  private static void addCookie(ServiceRequestContext ctx, String cookie) {
    Set<String> known =
        new LinkedHashSet<>(ctx.additionalResponseHeaders().getAll(HttpHeaderNames.SET_COOKIE));
    if (known.add(cookie)) {
      ctx.addAdditionalResponseHeader(HttpHeaderNames.SET_COOKIE, cookie);
    }
  }

  private HttpResponse answer(
      ServiceRequestContext ctx,
      RequestHeaders headers,
      ViewFormat format,
      List<Batch.Answer> found) {
    int tooMany = HttpStatus.TOO_MANY_REQUESTS.code();
    if (found.stream().allMatch(answer -> answer.status() == tooMany)) {
      found.stream()
          .flatMapToInt(answer -> answer.retryAfter().stream())
          .boxed()
          .min(Comparator.naturalOrder())
          .ifPresent(
              seconds -> ctx.setAdditionalResponseHeader(HttpHeaderNames.RETRY_AFTER, seconds));
      return answers.error(ctx, answers.errors().of(EdgeEvent.RATE_LIMITED));
    }
    return answers.changed(
        headers,
        format,
        new Page.Ready<>(batch.of(found), List.of(), List.of()),
        ResponseHeaders.builder(HttpStatus.OK),
        Optional.empty(),
        () -> {
          throw new IllegalStateException("A batch says nothing of how it came about");
        });
  }

  private ErrorAnswer malformed(BadRequest e) {
    return answers.errors().of(e.event(), String.valueOf(e.getMessage())).withField(e.field());
  }

  private HttpResponse refuse(ServiceRequestContext ctx, ErrorAnswer error) {
    ctx.setAttr(REFUSAL, error);
    try {
      return refusals.serve(ctx, ctx.request());
    } catch (Exception e) {
      failures.bug(ctx, e);
      return answers.error(ctx, answers.errors().of(EdgeEvent.BUG));
    }
  }

  private ErrorAnswer refusal(ServiceRequestContext ctx) {
    @Nullable ErrorAnswer error = ctx.attr(REFUSAL);
    return error == null ? answers.errors().of(EdgeEvent.BUG) : error;
  }
}
