package harbor.kit.bff.watch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.watch.ScriptedStreams.Opened;
import harbor.kit.client.ChangeStream;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WatchTest {
  private static final long EPOCH = 1_780_000_000_000L;

  private final VirtualTime time = new VirtualTime();
  private final ScriptedStreams service = new ScriptedStreams();
  private final List<String> told = new ArrayList<>();
  private final Watch watch =
      Watch.open(
          ChangeStream.of("test.things", ScriptedStreams.WATCH),
          service,
          time,
          new Noted(told),
          () -> EPOCH + time.now().toMillis(),
          new SplittableRandom(1));

  private static class Noted implements ChangeListener {
    final List<String> told;

    Noted(List<String> told) {
      this.told = told;
    }

    @Override
    public void subscribed() {
      told.add("subscribed");
    }

    @Override
    public void reset() {
      told.add("reset");
    }

    @Override
    public void reconnected() {
      told.add("reconnected");
    }

    @Override
    public void disconnectedSince(long millis) {
      told.add("disconnected since " + (millis - EPOCH));
    }

    @Override
    public void changed(Collection<String> ids) {
      told.add("changed " + ids);
    }
  }

  private static final class NotedTokens extends Noted {
    NotedTokens(List<String> told) {
      super(told);
    }

    @Override
    public void upTo(String resumeToken) {
      told.add("up to " + resumeToken);
    }
  }

  @Test
  void firstResponse_beginsTheHearing() {
    time.advance(ofMillis(1));
    Opened stream = service.last();
    stream.says("t1");
    stream.says("t2", "lamp", "table");
    time.advance(ofMillis(1));

    assertThat(stream.after()).isEmpty();
    assertThat(stream.hasDeadline()).isTrue();
    assertThat(told).containsExactly("subscribed", "changed [lamp, table]");
    assertThat(watch.state().isConnected()).isTrue();
    assertThat(watch.state().changes()).isEqualTo(2);
  }

  @Test
  void streamThatEnds_isResumedAtOnce_andNobodyIsToldOfIt() {
    hears("t1");
    service.last().ends(Status.OK);
    time.advance(ofMillis(1));
    Opened next = service.last();
    next.says("t2", "lamp");
    time.advance(ofSeconds(2));

    assertThat(next.after()).isEqualTo("t1");
    assertThat(told).containsExactly("subscribed", "changed [lamp]");
  }

  @Test
  void streamThatFails_isTriedAgain_afterPausesThatGrowToTwoSeconds() {
    hears("t1");
    for (int i = 0; i < 10; i++) {
      service.last().ends(Status.UNAVAILABLE);
      int before = service.opened().size();
      time.advance(ofSeconds(2));
      assertThat(service.opened()).as("try %d", i).hasSize(before + 1);
    }
    service.last().ends(Status.UNAVAILABLE);
    int before = service.opened().size();
    time.advance(ofMillis(999));

    assertThat(service.opened()).hasSize(before);
    assertThat(service.last().after()).isEqualTo("t1");
  }

  @Test
  void silence_isTold_andTheStreamOpenedAnew() {
    hears("t1");
    Opened silent = service.last();
    time.advance(ofSeconds(4));

    assertThat(told).containsExactly("subscribed", "disconnected since 1");
    assertThat(silent.isCancelled()).isTrue();
    assertThat(watch.state().isConnected()).isFalse();

    service.last().says("t2", "lamp");
    time.advance(ofMillis(1));

    assertThat(told)
        .containsExactly("subscribed", "disconnected since 1", "changed [lamp]", "reconnected");
    assertThat(watch.state().isConnected()).isTrue();
  }

  @Test
  void heartbeats_areNoSilence() {
    hears("t1");
    for (int i = 0; i < 60; i++) {
      time.advance(ofSeconds(1));
      service.last().says("t1");
    }

    assertThat(told).containsExactly("subscribed");
    assertThat(service.opened()).hasSize(1);
  }

  @Test
  void reset_isTold() {
    hears("t1");
    service.last().ends(Status.UNAVAILABLE);
    time.advance(ofSeconds(1));
    service.last().resets("t9");
    time.advance(ofMillis(1));
    service.last().ends(Status.OK);
    time.advance(ofMillis(1));

    assertThat(told).containsExactly("subscribed", "reset");
    assertThat(service.last().after()).isEqualTo("t9");
    assertThat(watch.state().resets()).isEqualTo(1);
  }

  @Test
  void refusedToken_isForgotten_andWhatWasMissedIsNotKnown() {
    hears("t1");
    service.last().ends(Status.INVALID_ARGUMENT);
    time.advance(ofSeconds(1));
    Opened next = service.last();
    next.says("t9");
    time.advance(ofMillis(1));

    assertThat(next.after()).isEmpty();
    assertThat(told).containsExactly("subscribed", "reset");
  }

  @Test
  void serviceThatIsNotThereAtTheStart_isTold() {
    time.advance(ofMillis(1));
    while (time.now().compareTo(ofSeconds(4)) < 0) {
      service.last().ends(Status.UNAVAILABLE);
      time.advance(ofMillis(500));
    }

    assertThat(told).containsExactly("disconnected since 0");
  }

  @Test
  void close_endsTheStream_andOpensNone() {
    hears("t1");
    watch.close();
    time.advance(ofSeconds(30));

    assertThat(service.last().isCancelled()).isTrue();
    assertThat(service.opened()).hasSize(1);
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void everyListener_isTold_andHowFarItIs_alsoOneThatComesLater() {
    hears("t1");
    List<String> later = new ArrayList<>();
    watch.listen(new NotedTokens(later));
    time.advance(ofMillis(1));
    service.last().says("t2", "lamp");
    time.advance(ofMillis(1));

    assertThat(later).containsExactly("subscribed", "up to t1", "changed [lamp]", "up to t2");
    assertThat(told).containsExactly("subscribed", "changed [lamp]");
    assertThat(service.opened()).hasSize(1);
  }

  @Test
  void listenerThatComesDuringASilence_isToldSo() {
    hears("t1");
    time.advance(ofSeconds(4));
    List<String> later = new ArrayList<>();
    watch.listen(new NotedTokens(later));
    time.advance(ofMillis(1));

    assertThat(later).containsExactly("subscribed", "up to t1", "disconnected since 1");
  }

  @Test
  void methodOfAnotherContract_isRefused() {
    MethodDescriptor<StringValue, StringValue> other =
        MethodDescriptor.<StringValue, StringValue>newBuilder()
            .setType(MethodDescriptor.MethodType.SERVER_STREAMING)
            .setFullMethodName("test.Things/Other")
            .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
            .build();

    assertThatThrownBy(() -> ChangeStream.of("test.other", other))
        .hasMessageContaining("resume_token");
  }

  private void hears(String token) {
    time.advance(ofMillis(1));
    service.last().says(token);
    time.advance(ofMillis(1));
  }
}
