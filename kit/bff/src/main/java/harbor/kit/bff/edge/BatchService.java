package harbor.kit.bff.edge;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.input.BodyReader;
import harbor.kit.bff.plan.Page;
import io.netty.util.AsciiString;
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

/**
 * Answers several pages in one round trip, all at once. Each goes through what it goes through by
 * itself: its limit, shedding, who asks, its own time; none is asked for that is not named plainly.
 * A batch whose pages are all over their limits is over the limit itself. Thread-safe.
 */
final class BatchService implements BufferedResponse {
  private static final AsciiString DEGRADED = HttpHeaderNames.of("x-degraded");
  private static final AsciiString SCHEMA_VERSION = HttpHeaderNames.of("x-schema-version");
  private static final String FIELD = "paths";

  private final Batch<?, ?> batch;
  private final BatchedPages pages;
  private final Answers answers;
  private final FailureLog failures;
  private final BodyReader<? extends Message> body;
  private final RefusedRequests refusals;
  private final BatchedPages.Found none;

  /**
   * A batch of these pages.
   *
   * @param refusals what is refused here counts, too
   */
  BatchService(
      Batch<?, ?> batch,
      BatchedPages pages,
      Answers answers,
      FailureLog failures,
      RefusedRequests refusals) {
    this.batch = batch;
    this.pages = pages;
    this.answers = answers;
    this.failures = failures;
    body = new BodyReader<>(batch.request(), Set.of());
    this.refusals = refusals;
    none = new BatchedPages.Found("/", Map.of(), QueryParams.of(), refusals.service());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
    Optional<ViewFormat> format = answers.format(request.headers());
    if (format.isEmpty()) {
      refusals.say(ctx, answers.notAcceptable());
      return refused(ctx);
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
      refusals.say(ctx, e);
      return CompletableFuture.completedFuture(refused(ctx));
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
    InnerRequest item = new InnerRequest(ctx, page, InnerRequest.ANY_TIME);
    if (page.equals(none)) {
      refusals.say(item, new BadRequest(FIELD, "plain paths of pages that may be in a batch"));
    }
    return item.answer(answers, failures).thenApply(answer -> read(ctx, item, answer));
  }

  private static Batch.Answer read(
      ServiceRequestContext ctx, InnerRequest item, AggregatedHttpResponse answer) {
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

  private HttpResponse refused(ServiceRequestContext ctx) {
    try {
      return refusals.service().serve(ctx, ctx.request());
    } catch (Exception e) {
      failures.bug(ctx, e);
      return answers.error(ctx, answers.errors().of(EdgeEvent.BUG));
    }
  }
}
