package harbor.kit.bff.resilience;

import static harbor.kit.bff.resilience.ScriptedService.PUT;
import static harbor.kit.bff.resilience.ScriptedService.READ;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.client.Caller;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SingleFlightTest extends LayerTest {
  private static final Caller MARIA = Caller.user("maria");
  private static final Caller PAUL = Caller.user("paul");

  private final Layers sharing = layers(Layer.FLIGHT);

  @Test
  void identicalReads_areMadeOnce() {
    List<Asked> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(ask(sharing, READ));
    }
    time.advance(ofMillis(2));

    assertThat(all).allMatch(asked -> asked.outcome().equals("ok"));
    assertThat(service.received()).hasSize(1);
  }

  @Test
  void identicalReads_areMadeEach_withoutIt() {
    for (int i = 0; i < 100; i++) {
      ask(layers(), READ);
    }

    assertThat(service.received()).hasSize(100);
  }

  @Test
  void readThatStartsLater_isMadeAnew() {
    ask(sharing, READ);
    time.advance(ofMillis(2));
    ask(sharing, READ);

    assertThat(service.received()).hasSize(2);
  }

  @Test
  void differentRequests_areMadeEach() {
    ask(sharing, READ, "HB1", Caller.ANONYMOUS, DEADLINE);
    ask(sharing, READ, "HB2", Caller.ANONYMOUS, DEADLINE);

    assertThat(service.received()).hasSize(2);
  }

  @Test
  void usersAndVisitors_areNeverMixed() {
    ask(sharing, READ, "cart", MARIA, DEADLINE);
    ask(sharing, READ, "cart", PAUL, DEADLINE);
    ask(sharing, READ, "cart", Caller.ANONYMOUS, DEADLINE);
    ask(sharing, READ, "cart", MARIA, DEADLINE);

    assertThat(service.received()).hasSize(3);
  }

  @Test
  void oneUserWithOtherRoles_isAnotherOne() {
    ask(sharing, READ, "cart", MARIA, DEADLINE);
    ask(sharing, READ, "cart", Caller.user("maria", Set.of("admin")), DEADLINE);

    assertThat(service.received()).hasSize(2);
  }

  @Test
  void changes_areMadeEach() {
    ask(sharing, PUT);
    ask(sharing, PUT);

    assertThat(service.received()).hasSize(2);
  }

  @Test
  void othersAreAnswered_whenTheFirstClientLeaves() {
    service.becomes((_, _) -> Behaviour.answer(ofMillis(20)));
    Asked first = ask(sharing, READ);
    Asked second = ask(sharing, READ);

    Asked third = ask(sharing, READ);
    time.advance(ofMillis(5));
    first.leave();
    time.advance(ofMillis(20));

    assertThat(first.outcome()).isEqualTo("CANCELLED");
    assertThat(second.outcome()).isEqualTo("ok");
    assertThat(third.outcome()).isEqualTo("ok");
    assertThat(service.received()).as("once more, for both that are left").hasSize(2);
  }

  @Test
  void call_isCancelled_whenTheLastClientLeaves() {
    service.becomes((_, _) -> Behaviour.hang());
    Asked first = ask(sharing, READ);
    Asked second = ask(sharing, READ);

    first.leave();
    time.advance(ofMillis(1));
    assertThat(service.underWay()).isEqualTo(1);
    second.leave();

    assertThat(service.underWay()).isZero();
  }

  @Test
  void oneWhoJoined_hasItsOwnDeadline_notThatOfTheFirst() {
    service.becomes((number, _) -> number == 0 ? Behaviour.hang() : Behaviour.answer(ofMillis(10)));
    Asked first = ask(sharing, READ);
    time.advance(ofMillis(30));
    Asked second = ask(sharing, READ);
    assertThat(service.received()).hasSize(1);
    time.advance(ofMillis(60));

    assertThat(first.outcome()).isEqualTo("TIMEOUT");
    assertThat(second.outcome()).as("asked again for itself").isEqualTo("ok");
    assertThat(service.received()).hasSize(2);
  }

  @Test
  void oneWhoComesLate_doesNotJoin_aCallThatMayEndTooSoon() {
    // It answers just in time for a call that has all of its deadline.
    service.becomes((number, _) -> number == 0 ? Behaviour.hang() : Behaviour.answer(ofMillis(70)));
    Asked first = ask(sharing, READ);
    time.advance(ofMillis(40));
    Asked second = ask(sharing, READ);
    time.advance(DEADLINE);

    assertThat(first.outcome()).isEqualTo("TIMEOUT");
    assertThat(second.outcome()).as("not with the 40 ms that it would have left").isEqualTo("ok");
  }

  @Test
  void nextOne_joinsTheYoungerCall() {
    service.becomes((_, _) -> Behaviour.hang());
    ask(sharing, READ);
    time.advance(ofMillis(40));
    ask(sharing, READ);
    ask(sharing, READ);
    time.advance(ofMillis(50));
    ask(sharing, READ);

    assertThat(service.received()).hasSize(3);
  }

  @Test
  void oneWhoJoined_isLateAtItsDeadline_whenTheFirstHasMoreTime() {
    service.becomes((_, _) -> Behaviour.hang());
    ask(sharing, READ, "request", Caller.ANONYMOUS, ofMillis(500));
    Asked second = ask(sharing, READ);
    time.advance(DEADLINE);

    assertThat(second.outcome()).isEqualTo("TIMEOUT");
    assertThat(second.endedAt()).isEqualTo(DEADLINE);
    assertThat(service.underWay()).isEqualTo(1);
  }

  @Test
  void failure_isEverybodys() {
    service.becomes((_, _) -> Behaviour.fail(Status.INTERNAL, ofMillis(5)));
    Asked first = ask(sharing, READ);
    Asked second = ask(sharing, READ);
    time.advance(ofMillis(5));

    assertThat(first.outcome()).isEqualTo("BROKEN");
    assertThat(second.outcome()).isEqualTo("BROKEN");
    assertThat(service.received()).hasSize(1);
  }
}
