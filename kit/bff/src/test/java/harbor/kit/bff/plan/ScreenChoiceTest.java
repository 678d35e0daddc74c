package harbor.kit.bff.plan;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.StringValue;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import io.opentelemetry.context.Context;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenChoiceTest {
  private final VirtualTime time = new VirtualTime();
  private final Screen<String, StringValue> brief = screen("brief");
  private final Screen<String, StringValue> full = screen("full");
  private final Screen<String, StringValue> screen =
      new ScreenChoice<>(
          List.of(full, brief),
          (caller, asked) -> caller.isUser() && !asked.equals("brief") ? full : brief);

  @ParameterizedTest
  @CsvSource({"true, any, full of any", "true, brief, brief of brief", "false, any, brief of any"})
  void page_isThatOfTheChosenScreen(boolean isUser, String asked, String shown) {
    Caller caller = isUser ? Caller.user("u-1") : Caller.guest("g-1");
    RequestScope scope =
        RequestScope.open(
            ofSeconds(1),
            new CorrelationId("correlation-1"),
            caller,
            Context.root(),
            time.ticker(),
            time);

    Page<StringValue> page = screen.page(new PlanRunner((_, _) -> {}), scope, asked).join();

    assertThat(page).isEqualTo(new Page.Ready<>(StringValue.of(shown), List.of(), List.of()));
  }

  @Test
  void plans_areThoseOfAll_andTheViewTheirs() {
    assertThat(screen.plans()).extracting(Plan::name).containsExactly("web.full", "web.brief");
    assertThat(screen.view()).isEqualTo(StringValue.class);
    assertThat(screen.isChange()).isFalse();
  }

  @Test
  void choice_isRefused_whenThereIsNoScreen() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScreenChoice<String, StringValue>(List.of(), (_, _) -> brief))
        .withMessageContaining("at least one");
  }

  private static Screen<String, StringValue> screen(String name) {
    return Plan.<String>of("web." + name, ofMillis(100))
        .shows((asked, _) -> StringValue.of(name + " of " + asked));
  }
}
