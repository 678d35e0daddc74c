package harbor.e2e.identity;

import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.CompletableFuture.failedFuture;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What a {@link ProviderProxy} makes of requests instead of only passing them on. */
@FunctionalInterface
interface Fault {
  /**
   * The answer for the client.
   *
   * @param provider asks the provider; not called, it never hears of the request
   */
  CompletionStage<AggregatedHttpResponse> answer(
      Supplier<CompletionStage<AggregatedHttpResponse>> provider);

  /** The provider never hears of it. */
  static Fault instead(HttpStatus status, String json) {
    return _ -> completedFuture(AggregatedHttpResponse.of(status, MediaType.JSON_UTF_8, json));
  }

  /** The provider has done it, and answers when this is complete. */
  static Fault held(CompletionStage<?> released) {
    return provider -> provider.get().thenCombine(released, (answer, _) -> answer);
  }

  /** The provider has done it; the client sees its connection end. */
  static Fault lost() {
    return provider -> provider.get().thenCompose(_ -> failedFuture(new Lost()));
  }

  /** The provider's answer says something else. */
  static Fault rewritten(UnaryOperator<String> body) {
    return provider ->
        provider
            .get()
            .thenApply(
                answer ->
                    AggregatedHttpResponse.of(
                        withoutLength(answer), HttpData.ofUtf8(body.apply(answer.contentUtf8()))));
  }

  private static ResponseHeaders withoutLength(AggregatedHttpResponse answer) {
    return answer
        .headers()
        .withMutations(headers -> headers.remove(HttpHeaderNames.CONTENT_LENGTH));
  }

  /** There is no answer, only the end of a connection. */
  final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
