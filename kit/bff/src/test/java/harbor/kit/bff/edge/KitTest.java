package harbor.kit.bff.edge;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.client.Channels;
import harbor.kit.client.Service;
import harbor.kit.runtime.Environment;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KitTest {
  private static final Service<Things> THINGS = Service.of("things", 1, Things::new);
  private static final Service<Others> OTHERS = Service.of("things", 1, Others::new);

  private final Environment environment = Environment.of(Map.of());
  private final Kit kit =
      Kit.ofSettings(
          environment,
          SignInParts.ofSettings(
                  "test-bff", SignInDeclaration.NONE, environment, InstantSource.system())
              .sessions(),
          InstantSource.system());

  record Things(Channels channels) {}

  record Others(Channels channels) {}

  /** Two would have two caches of one name. */
  @Test
  void client_isTheSame_whoeverAsks() {
    assertThat(kit.client(THINGS)).isSameAs(kit.client(THINGS));
  }

  @Test
  void clients_ofOneProcess_shareItsChannels() {
    assertThat(kit.client(THINGS).channels()).isSameAs(kit.client(OTHERS).channels());
  }
}
