package harbor.kit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LookupTest {
  private final TestChannels channels = new TestChannels();

  @Test
  void cache_isOpenedOnce_forOneAndForAll_andForEveryInput() {
    Lookup<StringValue, String> words = channels.batched().cached(CachePolicy.of("words.word"));
    assertThat(channels.caches).as("nobody uses it yet").isEmpty();

    words.open();
    words.all().open();
    var _ = words.all().call(List.of("a"));
    assertThat(words.with((Integer number) -> "w" + number).call(1)).isEqualTo("w1");
    words.open();

    assertThat(channels.caches).containsExactly("words.word");
  }

  @Test
  void service_isAskedItself_withoutACache() {
    assertThat(channels.words().call("a")).isEqualTo("a");

    assertThat(channels.caches).isEmpty();
    assertThat(channels.sent).containsExactly("Get a");
  }

  @Test
  void cacheOfACopy_isAnother() {
    Lookup<StringValue, String> words = channels.words();
    words.cached(CachePolicy.of("words.one")).open();
    words.cached(CachePolicy.of("words.other")).open();

    assertThat(words.call("a")).isEqualTo("a");
    assertThat(channels.caches).containsExactly("words.one", "words.other");
  }

  @Test
  void all_areAskedInBatches_noLargerThanTheirMax_eachIdOnce() {
    assertThat(channels.batched().all().call(List.of("a", "b", "a", "c", "b", "d", "e")))
        .containsOnlyKeys("a", "b", "c", "d", "e");

    assertThat(channels.sent).containsExactly("BatchGet a,b", "BatchGet c,d", "BatchGet e");
  }

  @Test
  void all_areAskedOneByOne_withoutABatch() {
    assertThat(channels.words().all().call(List.of("a", "b", "a"))).containsOnlyKeys("a", "b");

    assertThat(channels.sent).containsExactly("Get a", "Get b");
  }

  @Test
  void nothing_isAsked_forNoIds() {
    assertThat(channels.batched().all().call(List.of())).isEmpty();
    assertThat(channels.words().all().call(List.of())).isEmpty();

    assertThat(channels.sent).isEmpty();
  }

  @Test
  void what_isNotThere_isLeftOut_andAnyOtherFailureFailsAll() {
    for (Lookup<StringValue, String> words : List.of(channels.words(), channels.batched())) {
      assertThat(words.all().call(List.of("a", "unknown"))).containsOnlyKeys("a");
      assertThatThrownBy(() -> words.all().call(List.of("a", "b", "broken")))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    }
    assertThatThrownBy(() -> channels.words().call("unknown"))
        .isInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void answer_thatCannotBe_isRefused_beforeACacheHasIt() {
    Direct<StringValue> service = channels.serviceBehindCacheOf(channels.checked());

    assertThat(service.get("a").join()).isEqualTo(StringValue.of("a"));
    refused(() -> service.get("wrong").join(), "value: other (expected: wrong)");
    refused(() -> service.getAll(List.of("a", "wrong")).join(), "id: other (expected: ");
  }

  /** The counter-test: without a check, a cache gets it, and so does whoever asks. */
  @Test
  void answer_thatCannotBe_isBelieved_withoutACheck() {
    Direct<StringValue> service = channels.serviceBehindCacheOf(channels.words());

    assertThat(service.get("wrong").join()).isEqualTo(StringValue.of("other"));
    assertThat(channels.words().call("wrong")).isEqualTo("other");
  }

  @Test
  void batch_isRefused_withAnIdThatWasNotAskedFor_orWithOneTwice() {
    Lookup<StringValue, String> words = channels.batched();

    refused(() -> words.all().call(List.of("a", "wrong")), "id: other (expected: ");
    refused(() -> words.all().call(List.of("a", "twice")), "id: twice (expected: ");
  }

  @Test
  void each_ofABatch_isChecked() {
    refused(() -> channels.checked().all().call(List.of("a", "bad")), "value: bad (expected: ");
    assertThat(channels.batched().all().call(List.of("a", "bad"))).containsOnlyKeys("a", "bad");
  }

  @Test
  void read_isChecked_againstWhatWasAsked() {
    Read<String, String> words =
        channels.read(
            TestChannels.GET, StringValue::of, TestChannels::check, StringValue::getValue);

    assertThat(words.call("a")).isEqualTo("a");
    refused(() -> words.call("wrong"), "value: other (expected: wrong)");
    refused(() -> words.with((Integer _) -> "wrong").call(1), "value: other (expected: wrong)");
  }

  private static void refused(ThrowingCallable call, String fault) {
    assertThatThrownBy(call)
        .satisfies(
            thrown -> {
              Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
              assertThat(cause)
                  .isInstanceOfSatisfying(
                      InvalidAnswer.class,
                      refused -> assertThat(refused.fault()).startsWith(fault));
            });
  }
}
