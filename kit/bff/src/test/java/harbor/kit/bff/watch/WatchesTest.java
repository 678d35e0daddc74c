package harbor.kit.bff.watch;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.client.ChangeStream;
import harbor.kit.runtime.Parts;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchesTest {
  private static final ChangeStream THINGS = ChangeStream.of("test.things", ScriptedStreams.WATCH);

  private final VirtualTime time = new VirtualTime();
  private final ScriptedStreams service = new ScriptedStreams();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Parts parts = new Parts();
  private final Watches watches =
      new Watches(() -> time, () -> time.now().toMillis(), metrics, parts);

  /** Notes the ids that it is told. */
  private static final class Ids implements ChangeListener {
    private final List<String> told = new ArrayList<>();

    @Override
    public void changed(Collection<String> ids) {
      told.addAll(ids);
    }
  }

  private void says(String token, String... ids) {
    time.advance(ofMillis(1));
    service.last().says(token, ids);
    time.advance(ofMillis(1));
  }

  @Test
  void stream_isOpenedOnce_howeverManyListen() {
    Ids cache = new Ids();
    Ids events = new Ids();

    watches.listen(THINGS, service, cache);
    says("t1", "lamp");
    watches.listen(THINGS, service, events);
    says("t2", "table");

    assertThat(service.opened()).hasSize(1);
    assertThat(cache.told).containsExactly("lamp", "table");
    assertThat(events.told).containsExactly("table");
  }

  @Test
  void otherStream_isOpenedBeside() {
    watches.listen(THINGS, service, new Ids());
    watches.listen(ChangeStream.of("test.others", ScriptedStreams.WATCH), service, new Ids());
    time.advance(ofMillis(1));

    assertThat(service.opened()).hasSize(2);
  }

  @Test
  void gauge_saysWhetherAStreamIsConnected() {
    watches.listen(THINGS, service, new Ids());
    assertThat(connected()).isZero();

    says("t1");

    assertThat(connected()).isOne();
  }

  @Test
  void streams_endWithTheProcess() {
    watches.listen(THINGS, service, new Ids());
    says("t1");

    parts.close();
    time.advance(ofMillis(1));

    assertThat(service.last().isCancelled()).isTrue();
  }

  private double connected() {
    return metrics
        .get("harbor.cache.changes.connected")
        .tag("stream", "test.things")
        .gauge()
        .value();
  }
}
