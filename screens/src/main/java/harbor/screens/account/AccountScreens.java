package harbor.screens.account;

import static harbor.kit.bff.plan.Call.critical;
import static java.time.Duration.ofMillis;

import com.google.protobuf.Message;
import harbor.clients.UsersClient;
import harbor.kit.bff.edge.Routes;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Screen;
import harbor.kit.client.Read;
import harbor.kit.client.Write;
import harbor.screens.account.AccountViews.View;
import harbor.screens.v1.Done;
import harbor.screens.v1.RemoveAddressRequest;
import harbor.screens.v1.SaveAddressRequest;
import harbor.screens.v1.UpdateAccountRequest;
import harbor.users.v1.Address;
import harbor.users.v1.DeleteAddressResponse;
import harbor.users.v1.User;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * {@code <prefix>/account} and {@code <prefix>/account/addresses...}: the profile and addresses of
 * whoever has signed in. The users service decides whose they are.
 *
 * @param <P> the BFF's view of a profile
 * @param <A> its view of an address
 */
public final class AccountScreens<P extends Message, A extends Message> {
  private static final Duration BUDGET = ofMillis(450);
  private static final Duration READ = ofMillis(150);
  private static final Duration WRITE = ofMillis(400);

  private final String prefix;
  private final String plans;
  private final AccountViews<P, A, ?, ?> views;
  private final UsersClient users;

  /**
   * Screens of one BFF.
   *
   * @param prefix what its paths begin with, for instance {@code /mobile/v1}; its first segment is
   *     what its plans' names begin with
   */
  public AccountScreens(String prefix, AccountViews<P, A, ?, ?> views, UsersClient users) {
    this.prefix = prefix;
    this.views = views;
    this.users = users;
    plans = prefix.split("/", 3)[1] + ".account";
  }

  /** Adds the routes. */
  public void add(Routes to) {
    String account = prefix + "/account";
    String addresses = account + "/addresses";
    String address = addresses + "/{id}";
    to.get(account, _ -> "", profile("", users.own.with(none -> none)))
        .signedIn()
        .privateCache(Duration.ZERO);
    to.patch(account, update(users.updateProfile.with(AccountRequests::update)))
        .signedIn()
        .ifMatch(profile(".now", users.own.with(asked -> asked)));
    to.get(addresses, _ -> "", addresses(views.addresses())).signedIn().privateCache(Duration.ZERO);
    to.get(address, address(".address", users.address)).signedIn().privateCache(Duration.ZERO);
    to.put(address, save(users.putAddress.with(AccountRequests::save)))
        .signedIn()
        .ifMatch(now(SaveAddressRequest::getId))
        .created((asked, _) -> asked.hasExpectedVersion() ? "" : addresses + "/" + asked.getId());
    to.delete(address, remove(users.deleteAddress.with(AccountRequests::remove)))
        .signedIn()
        .ifMatch(now(RemoveAddressRequest::getId))
        .noContent();
  }

  private <I> Screen<I, P> profile(String name, Read<I, User> profile) {
    return shown(name, critical("users.profile", profile).within(READ), views.profile());
  }

  private Screen<UpdateAccountRequest, P> update(Write<UpdateAccountRequest, User> change) {
    return changed(".update", critical("users.update", change).within(WRITE), views.profile());
  }

  private <V extends Message> Screen<String, V> addresses(View<List<Address>, V> view) {
    return shown(
        ".addresses",
        critical("users.addresses", users.addresses.<String>with(none -> none)).within(READ),
        view);
  }

  private <I> Screen<I, A> address(String name, Read<I, Address> address) {
    return shown(name, critical("users.address", address).within(READ), views.address());
  }

  private <I> Screen<I, A> now(Function<I, String> id) {
    return address(".address.now", users.address.with(id));
  }

  private Screen<SaveAddressRequest, A> save(Write<SaveAddressRequest, Address> change) {
    return changed(
        ".address.save", critical("users.save_address", change).within(WRITE), views.address());
  }

  private Screen<RemoveAddressRequest, Done> remove(
      Write<RemoveAddressRequest, DeleteAddressResponse> change) {
    return changed(
        ".address.remove",
        critical("users.remove_address", change).within(WRITE),
        new View<>(Done.class, (_, _) -> Done.getDefaultInstance()));
  }

  private <I, T, V extends Message> Screen<I, V> shown(
      String name, CriticalCall<I, T> call, View<T, V> view) {
    return shown(Plan.of(plans + name, BUDGET, call), call, view);
  }

  private <I, T, V extends Message> Screen<I, V> changed(
      String name, CriticalCall<I, T> call, View<T, V> view) {
    return shown(Plan.of(plans + name, BUDGET, call).changes(), call, view);
  }

  private static <I, T, V extends Message> Screen<I, V> shown(
      Plan<I> plan, CriticalCall<I, T> call, View<T, V> view) {
    return plan.shows(parts -> view.of().apply(parts.of(call), parts.language()), view.type());
  }
}
