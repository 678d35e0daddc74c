package harbor.screens;

import harbor.scripted.CorePerson;
import harbor.scripted.Script;
import harbor.users.v1.GetUserResponse;
import harbor.users.v1.UsersServiceGrpc;
import java.util.List;
import java.util.stream.Stream;

/** A sample of each of the account's routes. */
public final class AccountSamples {
  private static final String ADDRESS =
      """
      {"name": "Ann Example", "lines": ["Ringstrasse 1"], "city": "Wien", "postalCode": "1010", "country": "AT"}
      """;

  private AccountSamples() {}

  /** Below this prefix, of a person who has signed in. */
  public static List<Sample> of(String prefix) {
    String account = prefix + "/account";
    String home = account + "/addresses/home";
    String favourite = account + "/favourites/HB1001";
    String seen = account + "/recently-seen/HB1001";
    return Stream.of(
            Sample.get("account", account),
            Sample.get("account-bare", account)
                .cores(
                    cores ->
                        cores.script(
                            UsersServiceGrpc.getGetUserMethod(),
                            Script.answer(
                                GetUserResponse.newBuilder().setUser(CorePerson.bare()).build()))),
            Sample.write("account-update", "PATCH", account, "{\"displayName\": \"Ann\"}")
                .header("if-match", "\"4\""),
            Sample.get("account-addresses", account + "/addresses"),
            Sample.get("account-address", home),
            Sample.write("account-address-create", "PUT", home, ADDRESS),
            Sample.write("account-address-save", "PUT", home, ADDRESS).header("if-match", "\"2\""),
            Sample.write("account-address-remove", "DELETE", home, "").header("if-match", "\"2\""),
            Sample.get("account-favourites", account + "/favourites"),
            Sample.write("account-favourite", "PUT", favourite, ""),
            Sample.write("account-favourite-remove", "DELETE", favourite, ""),
            Sample.get("account-recently-seen", account + "/recently-seen"),
            Sample.write("account-seen", "PUT", seen, ""),
            Sample.write("account-seen-remove", "DELETE", seen, ""),
            Sample.get("account-export", account + "/export"),
            Sample.write("account-erase", "DELETE", account, ""))
        .map(Sample::signedIn)
        .toList();
  }
}
