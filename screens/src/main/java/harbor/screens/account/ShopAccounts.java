package harbor.screens.account;

import com.github.benmanes.caffeine.cache.Ticker;
import harbor.clients.CartsClient;
import harbor.clients.UsersClient;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.bff.session.Account;
import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.IdentityClaims;
import harbor.kit.bff.watch.ChangeListener;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import io.grpc.Deadline;
import io.grpc.Status;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shop's accounts: those of the users service. Who signs in is not known yet, so it is asked on
 * nobody's behalf, whoever sent the request; the merge of a guest's cart is the user's own call.
 * Thread-safe.
 */
public final class ShopAccounts implements Accounts {
  private static final Logger log = LoggerFactory.getLogger(ShopAccounts.class);

  private static final Duration SIGN_IN = Duration.ofSeconds(2);
  private static final Duration RESOLVE = Duration.ofMillis(500);
  private static final Duration MERGE = Duration.ofSeconds(2);

  private final UsersClient users;
  private final Function<String, ? extends CompletionStage<?>> merge;
  private final ScheduledExecutorService timers;
  private final KnownAccounts known;

  /**
   * Accounts of a BFF.
   *
   * @param merge merges the cart of the guest of this id into that of the user on whose behalf it
   *     is called
   * @param timers notice when a call's time is over; an event loop
   */
  ShopAccounts(
      UsersClient users,
      Function<String, ? extends CompletionStage<?>> merge,
      ScheduledExecutorService timers) {
    this(users, merge, timers, Ticker.systemTicker());
  }

  ShopAccounts(
      UsersClient users,
      Function<String, ? extends CompletionStage<?>> merge,
      ScheduledExecutorService timers,
      Ticker ticker) {
    this.users = users;
    this.merge = merge;
    this.timers = timers;
    this.known = new KnownAccounts(ticker);
  }

  /**
   * Those of a BFF that starts. Who is erased is known no more, and their sessions and streams end:
   * at once, or when they are next used where the erasure was not heard.
   */
  public static Accounts of(Kit kit) {
    UsersClient users = kit.client(UsersClient.SERVICE);
    CartsClient carts = kit.client(CartsClient.SERVICE);
    ShopAccounts accounts = new ShopAccounts(users, carts.mergeGuest::send, kit.loops().next());
    kit.listen(UsersClient.SERVICE, users.erased, accounts.known);
    kit.listen(UsersClient.SERVICE, users.erased, SessionsOfErased.among(kit.sessions()));
    return accounts;
  }

  /**
   * Is to be told of erasures, from {@link UsersClient#erased}. Until it is subscribed, and while
   * that stream is away, nothing is kept and each bearer token asks the service.
   */
  ChangeListener erasures() {
    return known;
  }

  @Override
  public CompletionStage<Account> signedIn(IdentityClaims claims) {
    return onBehalfOf(
            Caller.ANONYMOUS, SIGN_IN, () -> users.signIn.send(AccountRequests.signIn(claims)))
        .thenApply(Account::new);
  }

  @Override
  public CompletionStage<Optional<Account>> of(String issuer, String subject) {
    KnownAccounts.Identity identity = new KnownAccounts.Identity(issuer, subject);
    Optional<Account> kept = known.find(identity);
    if (kept.isPresent()) {
      return CompletableFuture.completedFuture(kept);
    }
    long asked = known.epoch();
    return onBehalfOf(
            Caller.ANONYMOUS,
            RESOLVE,
            () -> users.resolveSubject.send(AccountRequests.resolve(issuer, subject)))
        .thenApply(
            userId -> {
              Account account = new Account(userId);
              known.keep(identity, account, asked);
              return Optional.of(account);
            })
        .exceptionallyCompose(ShopAccounts::erasedOrFailed);
  }

  @Override
  public CompletionStage<Boolean> guestBecame(String guestId, String userId) {
    return onBehalfOf(Caller.user(userId), MERGE, () -> merge.apply(guestId).thenApply(_ -> true))
        .exceptionally(
            failure -> {
              log.info(
                  "A guest's cart is not merged yet: {}", Status.fromThrowable(failure).getCode());
              return false;
            });
  }

  private static CompletionStage<Optional<Account>> erasedOrFailed(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return Status.fromThrowable(cause).getCode() == Status.Code.NOT_FOUND
        ? CompletableFuture.completedFuture(Optional.empty())
        : CompletableFuture.failedFuture(cause);
  }

  /** Makes a call outside of the request that it serves: neither its caller's nor its client's. */
  private <T> CompletionStage<T> onBehalfOf(
      Caller caller, Duration time, Supplier<? extends CompletionStage<T>> call) {
    RequestScope scope =
        RequestScope.open(
            time,
            CorrelationId.random(),
            caller,
            Context.current(),
            Deadline.getSystemTicker(),
            timers);
    try {
      return scope.context().call(call::get).whenComplete((_, _) -> scope.close());
    } catch (Exception e) {
      scope.close();
      return CompletableFuture.failedFuture(e);
    }
  }
}
