package harbor.kit.service.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import harbor.kit.client.Channels;
import harbor.kit.service.identity.Accounts.Person;
import harbor.type.v1.AccountsServiceGrpc;
import harbor.type.v1.FindAccountRequest;
import harbor.type.v1.FindAccountResponse;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private static final Person ADA = new Person("https://id.test", "ada");

  private final AtomicLong nanos = new AtomicLong();
  private final List<String> asked = new ArrayList<>();
  private Supplier<CompletableFuture<FindAccountResponse>> answer = () -> says("u-1");
  private final Accounts accounts =
      new Accounts(
          new Service()
              .read(
                  AccountsServiceGrpc.getFindAccountMethod(),
                  person ->
                      FindAccountRequest.newBuilder()
                          .setIssuer(person.issuer())
                          .setSubject(person.subject())
                          .build(),
                  FindAccountResponse::getUserId),
          nanos::get);

  /** Of accounts. */
  private final class Service implements Channels {
    @Override
    public String service() {
      return "users";
    }

    @Override
    @SuppressWarnings("unchecked") // of the one method that is asked
    public <Q extends Message, A extends Message> CompletableFuture<A> send(
        MethodDescriptor<Q, A> method, Q request) {
      asked.add(((FindAccountRequest) request).getSubject());
      return (CompletableFuture<A>) answer.get();
    }
  }

  @Test
  void account_isAskedFor_onceInTwoMinutes() {
    assertThat(accounts.of(ADA)).contains("u-1");
    assertThat(accounts.of(ADA)).contains("u-1");
    assertThat(asked).containsExactly("ada");

    answer = () -> says("u-2");
    passes(Duration.ofMinutes(2));

    assertThat(accounts.of(ADA)).contains("u-2");
    assertThat(asked).hasSize(2);
  }

  @Test
  void account_isBelievedAsItWas_whileNobodySaysIt() {
    assertThat(accounts.of(ADA)).contains("u-1");

    answer = () -> fails(Status.UNAVAILABLE);
    passes(Duration.ofMinutes(50));

    assertThat(accounts.of(ADA)).contains("u-1");
    assertThat(accounts.of(ADA)).contains("u-1");
    assertThat(asked).hasSize(2);
    passes(Duration.ofSeconds(10));
    assertThat(accounts.of(ADA)).contains("u-1");
    assertThat(asked).hasSize(3);
  }

  @Test
  void accountThatIsNotThereAnyMore_isForgotten() {
    assertThat(accounts.of(ADA)).contains("u-1");

    answer = () -> fails(Status.NOT_FOUND);
    passes(Duration.ofMinutes(2));

    assertThat(accounts.of(ADA)).isEmpty();
  }

  @Test
  void nobody_isNotRemembered() {
    answer = () -> fails(Status.NOT_FOUND);
    assertThat(accounts.of(ADA)).isEmpty();

    answer = () -> says("u-1");
    assertThat(accounts.of(ADA)).contains("u-1");
  }

  @Test
  void unknownAccount_cannotBeHad_whileNobodySaysIt() {
    answer = () -> fails(Status.UNAVAILABLE);
    assertThatThrownBy(() -> accounts.of(ADA)).isInstanceOf(StatusRuntimeException.class);

    answer = () -> says("u-1");
    assertThat(accounts.of(ADA)).contains("u-1");
  }

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static CompletableFuture<FindAccountResponse> says(String userId) {
    return CompletableFuture.completedFuture(
        FindAccountResponse.newBuilder().setUserId(userId).build());
  }

  private static CompletableFuture<FindAccountResponse> fails(Status status) {
    return CompletableFuture.failedFuture(status.asRuntimeException());
  }
}
