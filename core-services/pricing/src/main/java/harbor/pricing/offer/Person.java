package harbor.pricing.offer;

import harbor.kit.client.Caller;
import harbor.kit.runtime.Sha256;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Who uses a promotion that is limited by person: the account and the mail address, for whoever
 * shares one of them is the same; a guest without an address only by the guest's id.
 *
 * @param keys one or two; an address by its SHA-256
 */
record Person(List<String> keys) {
  /**
   * The person behind an offer.
   *
   * @param owner as {@link Caller#subject} names them
   * @param mail as it was typed; empty: not known
   */
  static Person of(String owner, String mail) {
    String address = mail.strip().toLowerCase(Locale.ROOT);
    List<String> byMail =
        address.isEmpty()
            ? List.of()
            : List.of("mail:" + HexFormat.of().formatHex(Sha256.of(address)));
    boolean byOwner = byMail.isEmpty() || Caller.parse(owner).map(Caller::isUser).orElse(false);
    return new Person(byOwner ? Stream.concat(Stream.of(owner), byMail.stream()).toList() : byMail);
  }
}
