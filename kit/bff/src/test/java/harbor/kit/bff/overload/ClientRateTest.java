package harbor.kit.bff.overload;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientRateTest {
  private final AtomicLong now = new AtomicLong();
  private final ClientRate rate = new ClientRate(10, now::get);

  @Test
  void client_mayAskTwoSecondsWorthAtOnce_andThenAtTheRate() throws Exception {
    InetAddress client = client(1);

    for (int i = 0; i < 20; i++) {
      assertThat(rate.secondsToWait(client)).isZero();
    }
    assertThat(rate.secondsToWait(client)).isEqualTo(1);
    pass(Duration.ofMillis(100));
    assertThat(rate.secondsToWait(client)).isZero();
    assertThat(rate.secondsToWait(client)).isEqualTo(1);
  }

  @Test
  void clients_haveABucketEach() throws Exception {
    for (int i = 0; i < 21; i++) {
      rate.secondsToWait(client(1));
    }

    assertThat(rate.secondsToWait(client(1))).isPositive();
    assertThat(rate.secondsToWait(client(2))).isZero();
  }

  @Test
  void client_whoWasAwayForLong_hasAFullBucket() throws Exception {
    for (int i = 0; i < 21; i++) {
      rate.secondsToWait(client(1));
    }
    pass(Duration.ofMinutes(2));

    for (int i = 0; i < 20; i++) {
      assertThat(rate.secondsToWait(client(1))).isZero();
    }
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static InetAddress client(int number) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) number});
  }
}
