package harbor.screens.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import harbor.clients.UsersClient;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.session.Account;
import harbor.kit.bff.session.IdentityClaims;
import harbor.kit.client.Caller;
import harbor.kit.client.Channels;
import harbor.kit.runtime.CorrelationId;
import harbor.users.v1.ResolveSubjectResponse;
import harbor.users.v1.SignInRequest;
import harbor.users.v1.SignInResponse;
import harbor.users.v1.User;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShopAccountsTest {
  private static final String ISSUER = "https://id.test";

  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
  private final ScriptedUsers users = new ScriptedUsers();
  private final List<String> merged = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private CompletableFuture<Void> merging = CompletableFuture.completedFuture(null);
  private final ShopAccounts accounts =
      new ShopAccounts(new UsersClient(users), this::merge, timers, nanos::get);

  @AfterEach
  void close() {
    timers.shutdownNow();
  }

  @Test
  void signedIn_tellsTheClaims_onNobodysBehalf_whoeverAsks() {
    users.answers.add(
        CompletableFuture.completedFuture(
            SignInResponse.newBuilder().setUser(User.newBuilder().setUserId("u-1")).build()));

    Account account = users.asGuest(() -> accounts.signedIn(ada()).toCompletableFuture().join());

    assertThat(account).isEqualTo(new Account("u-1"));
    assertThat(users.callers).containsExactly(Caller.ANONYMOUS);
    SignInRequest request = (SignInRequest) users.requests.getFirst();
    assertThat(request.getIdentity().getSubject()).isEqualTo("ada");
    assertThat(request.getClaims().getEmail()).isEqualTo("ada@shop.example");
    assertThat(request.getClaims().getEmailVerified()).isTrue();
    assertThat(request.getClaims().getName()).isEmpty();
  }

  @Test
  void account_isAskedForOnce_whileErasuresAreTold_andForAShortTime() {
    accounts.erasures().subscribed();
    knows("u-1");
    assertThat(of("ada")).contains(new Account("u-1"));
    assertThat(of("ada")).contains(new Account("u-1"));
    assertThat(users.requests).hasSize(1);

    nanos.addAndGet(KnownAccounts.TTL.toNanos());
    knows("u-1");
    of("ada");

    assertThat(users.requests).hasSize(2);
  }

  @Test
  void account_isNotKept_unlessErasuresAreTold() {
    for (Runnable untold :
        List.<Runnable>of(() -> {}, () -> accounts.erasures().disconnectedSince(1))) {
      untold.run();
      int before = users.requests.size();
      knows("u-1");
      of("ada");
      knows("u-1");
      of("ada");
      assertThat(users.requests).hasSize(before + 2);
      accounts.erasures().subscribed();
    }
  }

  @Test
  void account_isForgotten_whenItsUserIsErased_andOthersStay() {
    accounts.erasures().subscribed();
    knows("u-1");
    of("ada");
    knows("u-2");
    of("ben");

    accounts.erasures().changed(List.of("u-1", "u-3"));

    users.answers.add(CompletableFuture.failedFuture(Status.NOT_FOUND.asRuntimeException()));
    assertThat(of("ada")).isEmpty();
    assertThat(of("ben")).contains(new Account("u-2"));
    assertThat(users.requests).hasSize(3);
  }

  @Test
  void account_isNotKept_whenItsUserIsErasedWhileItIsAskedFor() {
    accounts.erasures().subscribed();
    CompletableFuture<Message> late = new CompletableFuture<>();
    users.answers.add(late);
    CompletableFuture<Optional<Account>> asked = accounts.of(ISSUER, "ada").toCompletableFuture();

    accounts.erasures().changed(List.of("u-1"));
    late.complete(ResolveSubjectResponse.newBuilder().setUserId("u-1").build());

    assertThat(asked.join()).isPresent();
    users.answers.add(CompletableFuture.failedFuture(Status.NOT_FOUND.asRuntimeException()));
    assertThat(of("ada")).isEmpty();
  }

  @Test
  void erased_isNotKept_soThatWhoSignsInAgainIsKnownAtOnce() {
    accounts.erasures().subscribed();
    users.answers.add(CompletableFuture.failedFuture(Status.NOT_FOUND.asRuntimeException()));
    assertThat(of("ada")).isEmpty();
    knows("u-9");

    assertThat(of("ada")).contains(new Account("u-9"));
  }

  @Test
  void outage_isNotTakenForNobody() {
    users.answers.add(CompletableFuture.failedFuture(Status.UNAVAILABLE.asRuntimeException()));

    assertThatThrownBy(() -> of("ada")).hasRootCauseMessage("UNAVAILABLE");
  }

  @Test
  void guestBecame_mergesOnBehalfOfTheUser_andFailsNobody() {
    users.asGuest(
        () -> {
          assertThat(accounts.guestBecame("g-1", "u-1")).isCompletedWithValue(true);
          return true;
        });
    merging = CompletableFuture.failedFuture(Status.UNAVAILABLE.asRuntimeException());
    assertThat(accounts.guestBecame("g-2", "u-1")).isCompletedWithValue(false);
    merging = new CompletableFuture<>();
    assertThat(accounts.guestBecame("g-3", "u-1").toCompletableFuture()).isNotDone();

    assertThat(merged).containsExactly("g-1 user:u-1", "g-2 user:u-1", "g-3 user:u-1");
  }

  private Optional<Account> of(String subject) {
    return accounts.of(ISSUER, subject).toCompletableFuture().join();
  }

  private void knows(String userId) {
    users.answers.add(
        CompletableFuture.completedFuture(
            ResolveSubjectResponse.newBuilder().setUserId(userId).build()));
  }

  private CompletableFuture<Void> merge(String guestId) {
    RequestScope scope = RequestScope.current();
    merged.add(guestId + " " + (scope == null ? "" : scope.caller().subject()));
    return merging;
  }

  private static IdentityClaims ada() {
    return new IdentityClaims(
        ISSUER, "ada", Map.of("email", "ada@shop.example", "email_verified", "true"));
  }

  /** Answers in turn, and remembers what it was asked on whose behalf. */
  private final class ScriptedUsers implements Channels {
    private final Queue<CompletableFuture<Message>> answers = new ArrayDeque<>();
    private final List<Message> requests = new ArrayList<>();
    private final List<Caller> callers = new ArrayList<>();

    @Override
    public String service() {
      return "users";
    }

    @Override
    @SuppressWarnings("unchecked") // a test answers with what the method gives
    public <Q extends Message, A extends Message> CompletableFuture<A> send(
        MethodDescriptor<Q, A> method, Q request) {
      RequestScope scope = RequestScope.current();
      assertThat(scope).isNotNull();
      assertThat(Context.current().getDeadline()).isNotNull();
      requests.add(request);
      callers.add(scope == null ? Caller.guest("none") : scope.caller());
      return (CompletableFuture<A>) answers.remove();
    }

    /** Does something within the request of a guest. */
    private <T> T asGuest(Callable<T> work) {
      try (RequestScope guest =
          RequestScope.open(
              Duration.ofSeconds(5),
              CorrelationId.random(),
              Caller.guest("g-1"),
              io.opentelemetry.context.Context.root(),
              Deadline.getSystemTicker(),
              timers)) {
        return guest.context().call(work);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
