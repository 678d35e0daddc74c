package harbor.kit.bff.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.client.identity.Identity;
import io.grpc.Status;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class OwnedReadsTest {
  private final Map<String, Collection<String>> asked = new TreeMap<>();
  private final Map<String, Status> failures = new TreeMap<>();
  private final OwnedReads<String> reads = new OwnedReads<>(this::read, id -> id);

  /** Gives everybody what they ask for, but {@code foreign}. */
  private CompletableFuture<List<String>> read(Collection<String> ids) {
    String subject = Identity.current().caller().subject();
    asked.put(subject, ids);
    Status failure = failures.get(subject);
    return failure == null
        ? CompletableFuture.completedFuture(
            ids.stream().filter(id -> !id.equals("foreign")).toList())
        : CompletableFuture.failedFuture(failure.asRuntimeException());
  }

  @Test
  void eachSubject_isAskedForTheirOwn_onTheirBehalf() {
    Map<String, String> states =
        reads
            .of(List.of("user:ann o-1", "guest:g1 o-2", "user:ann o-3", "user:ann foreign"))
            .join();

    assertThat(asked)
        .containsOnly(
            Map.entry("user:ann", List.of("o-1", "o-3", "foreign")),
            Map.entry("guest:g1", List.of("o-2")));
    assertThat(states).containsOnlyKeys("user:ann o-1", "user:ann o-3", "guest:g1 o-2");
    assertThat(Identity.current()).isEqualTo(Identity.NOBODY);
  }

  @Test
  void whoeverIsRefused_hasNothing_andHarmsNobody() {
    failures.put("user:ann", Status.UNAUTHENTICATED);

    assertThat(reads.of(List.of("user:ann o-1", "user:ben o-2")).join())
        .containsOnlyKeys("user:ben o-2");
  }

  @Test
  void outage_isNoRefusal() {
    failures.put("user:ann", Status.UNAVAILABLE);
    CompletableFuture<Map<String, String>> read = reads.of(List.of("user:ann o-1", "user:ben o-2"));

    assertThatThrownBy(read::join).isInstanceOf(CompletionException.class);
  }
}
