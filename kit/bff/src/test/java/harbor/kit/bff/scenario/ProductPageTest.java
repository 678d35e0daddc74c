package harbor.kit.bff.scenario;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.bff.scenario.Requests.Ending;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What a product page takes: as long as its slowest call, and never longer than it allows. */
class ProductPageTest {
  private final VirtualTime time = new VirtualTime();

  @Test
  void page_takesAsLongAsOneService_whenAllThreeTakeEightyMillis() {
    Services services = answering(name -> Behaviour.answer(ofMillis(80)));

    Requests.Request page =
        one(
            Plan.of(
                "product",
                ofMillis(300),
                needs("catalog", services),
                needs("inventory", services),
                needs("reviews", services)));

    assertThat(page.ending()).isEqualTo(Ending.ANSWERED);
    assertThat(page.took()).isEqualTo(ofMillis(80));
  }

  @Test
  void page_takesThreeTimesAsLong_whenEachCallWaitsForTheOneBefore() {
    Services services = answering(name -> Behaviour.answer(ofMillis(80)));

    Requests.Request page =
        one(step("catalog", services, step("inventory", services, step("reviews", services))));

    assertThat(page.ending()).isEqualTo(Ending.ANSWERED);
    assertThat(page.took()).isEqualTo(ofMillis(240));
  }

  @Test
  void page_takesExactlyTheDeadline_whenAnOptionalServiceHangs() {
    Services services = answering(ProductPageTest::reviewsHang);

    Requests.Request page = one(Shape.PHONE.plan(services));

    assertThat(page.ending()).isEqualTo(Ending.DEGRADED);
    assertThat(page.took()).isEqualTo(ofMillis(80));
  }

  @Test
  void page_takesItsWholeBudget_whenTheHangingCallIsAllowedTo() {
    Services services = answering(ProductPageTest::reviewsHang);

    Requests.Request page =
        one(
            Plan.of(
                "product",
                ofMillis(200),
                needs("catalog", services),
                Call.<String, StringValue>optional("reviews.read", services.read("reviews"))
                    .within(ofMillis(200))
                    .orElse(StringValue.getDefaultInstance())));

    assertThat(page.ending()).isEqualTo(Ending.DEGRADED);
    assertThat(page.took()).isEqualTo(ofMillis(200));
  }

  private Services answering(Function<String, Behaviour> behaviour) {
    return new Services(time, Defence.ALL.around(time), name -> (_, _) -> behaviour.apply(name));
  }

  private static Behaviour reviewsHang(String service) {
    return service.equals("reviews") ? Behaviour.hang() : Behaviour.answer(ofMillis(5));
  }

  private static CriticalCall<String, StringValue> needs(String service, Services services) {
    return critical(service + ".read", services.read(service)).within(ofMillis(150));
  }

  private static Plan<String> step(String service, Services services) {
    return Plan.of("product", ofMillis(300), needs(service, services));
  }

  private static Plan<String> step(String service, Services services, Plan<String> next) {
    return step(service, services).then(_ -> "product-1", next);
  }

  private Requests.Request one(Plan<String> plan) {
    Load load = new Load(time, _ -> 1);
    Requests requests = load.on(plan);
    while (requests.count() == 0) {
      load.run(Duration.ofSeconds(2));
    }
    return requests.requests().getFirst();
  }
}
