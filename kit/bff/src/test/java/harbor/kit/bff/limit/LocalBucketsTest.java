package harbor.kit.bff.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LocalBucketsTest {
  private static final Limit LIMIT = Limit.perMinute(Limit.DEFAULT, 20);

  private final AtomicLong now = new AtomicLong();
  private final Buckets buckets = new LocalBuckets(now::get);

  @Test
  void client_mayAskTheQuotaInAWindow_andAgainInTheNext() {
    assertThat(allowed("a", 30)).isEqualTo(20);
    pass(Duration.ofSeconds(59));
    assertThat(allowed("a", 30)).isZero();
    pass(Duration.ofSeconds(1));
    assertThat(allowed("a", 30)).isEqualTo(20);
  }

  @Test
  void refusal_saysWhenThereIsMore() {
    allowed("a", 20);
    pass(Duration.ofSeconds(15));

    assertThat(buckets.take(LIMIT, "a").join().getNanosToWaitForRefill())
        .isEqualTo(Duration.ofSeconds(45).toNanos());
  }

  @Test
  void clients_haveABucketEach_andOneForEachLimit() {
    allowed("a", 20);

    assertThat(allowed("a", 1)).isZero();
    assertThat(allowed("b", 1)).isEqualTo(1);
    assertThat(buckets.take(Limit.perMinute(Limit.SIGN_IN, 20), "a").join().isConsumed()).isTrue();
  }

  @Test
  void client_whoWasAwayForLong_hasAFullBucket() {
    allowed("a", 20);
    pass(Duration.ofMinutes(20));

    assertThat(allowed("a", 30)).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "2001:db8:1:2::1, 2001:db8:1:2:ffff::9, true",
    "2001:db8:1:2::1, 2001:db8:1:3::1, false",
    "::ffff:192.0.2.1, 192.0.2.1, true",
  })
  void address_isAllOfIpv4_andTheNetworkOfIpv6(String one, String other, boolean isSame)
      throws UnknownHostException {
    assertThat(
            ClientAddress.of(InetAddress.getByName(one))
                .equals(ClientAddress.of(InetAddress.getByName(other))))
        .isEqualTo(isSame);
  }

  private int allowed(String client, int requests) {
    int allowed = 0;
    for (int i = 0; i < requests; i++) {
      allowed += buckets.take(LIMIT, client).join().isConsumed() ? 1 : 0;
    }
    return allowed;
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
