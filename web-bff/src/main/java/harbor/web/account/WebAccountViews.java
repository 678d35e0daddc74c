package harbor.web.account;

import harbor.kit.bff.media.MediaUrls;
import harbor.screens.Known;
import harbor.screens.account.AccountViews;
import harbor.screens.account.AccountViews.Marked;
import harbor.screens.account.AccountViews.View;
import harbor.shop.v1.PostalAddress;
import harbor.users.v1.User;
import harbor.web.edge.PriceViews;
import harbor.web.edge.ProductLinks;
import harbor.web.v1.Account;
import harbor.web.v1.Address;
import harbor.web.v1.Addresses;
import harbor.web.v1.MarkedProduct;
import harbor.web.v1.MarkedProducts;
import java.util.List;
import java.util.Locale;

/** The account in the browser: what is not known is absent. */
public final class WebAccountViews {
  private static final int PICTURE = 400;
  private static final int AVATAR = 120;

  private WebAccountViews() {}

  /** With pictures from there. */
  public static AccountViews<Account, Address, Addresses, MarkedProducts> of(MediaUrls media) {
    return new AccountViews<>(
        new View<>(Account.class, (user, _) -> account(user, media)),
        new View<>(Address.class, WebAccountViews::address),
        new View<>(Addresses.class, WebAccountViews::addresses),
        new View<>(MarkedProducts.class, (marks, language) -> products(marks, media, language)));
  }

  static Account account(User user, MediaUrls media) {
    Account.Builder view =
        Account.newBuilder()
            .setUserId(user.getUserId())
            .setVersion(Math.toIntExact(user.getAudit().getVersion()))
            .setPreferences(ProfileViews.preferences(user))
            .setConsents(ProfileViews.consents(user))
            .setLoyalty(ProfileViews.loyalty(user));
    Known.text(user.getDisplayName(), view::setDisplayName);
    Known.text(media.url(user.getAvatarUrl(), AVATAR), view::setAvatarUrl);
    Known.text(user.getGivenName(), view::setGivenName);
    Known.text(user.getFamilyName(), view::setFamilyName);
    Known.text(user.getHonorific(), view::setHonorific);
    Known.text(user.getBirthDate(), view::setBirthDate);
    Known.text(
        user.getEmail(), mail -> view.setEmail(mail).setEmailVerified(user.getEmailVerified()));
    Known.text(
        user.getPhone(), phone -> view.setPhone(phone).setPhoneVerified(user.getPhoneVerified()));
    if (user.hasFirstSignInAt()) {
      view.setFirstSignInAt(user.getFirstSignInAt());
    }
    if (user.hasLastSignInAt()) {
      view.setLastSignInAt(user.getLastSignInAt());
    }
    return view.build();
  }

  static Address address(harbor.users.v1.Address address, Locale language) {
    PostalAddress postal = address.getPostal();
    String country = postal.getDestination().getCountry();
    Address.Builder view =
        Address.newBuilder()
            .setId(address.getAddressId())
            .setVersion(Math.toIntExact(address.getAudit().getVersion()))
            .setName(postal.getName())
            .addAllLines(postal.getLinesList())
            .setCity(postal.getCity())
            .setCountry(country)
            .setCountryName(Locale.of("", country).getDisplayCountry(language))
            .setIsDefault(address.getIsDefault());
    Known.text(postal.getDestination().getRegion(), view::setRegion);
    Known.text(postal.getDestination().getPostalCode(), view::setPostalCode);
    Known.text(postal.getPhone(), view::setPhone);
    if (address.getAudit().hasUpdatedAt()) {
      view.setUpdatedAt(address.getAudit().getUpdatedAt());
    }
    return view.build();
  }

  private static Addresses addresses(List<harbor.users.v1.Address> all, Locale language) {
    return Addresses.newBuilder()
        .addAllAddresses(all.stream().map(one -> address(one, language)).toList())
        .build();
  }

  private static MarkedProducts products(List<Marked> marks, MediaUrls media, Locale language) {
    return MarkedProducts.newBuilder()
        .addAllProducts(marks.stream().map(mark -> product(mark, media, language)).toList())
        .build();
  }

  static MarkedProduct product(Marked marked, MediaUrls media, Locale language) {
    MarkedProduct.Builder view =
        MarkedProduct.newBuilder()
            .setProductId(marked.mark().getProductId())
            .setMarkedAt(marked.mark().getMarkedAt())
            .setState(marked.state())
            .setLink(ProductLinks.of(marked.mark().getProductId()));
    if (marked.product() != null) {
      view.setName(marked.product().getTitle());
      view.setLink(ProductLinks.of(marked.mark().getProductId(), marked.product().getLink()));
      if (marked.product().getImagesCount() > 0) {
        view.setImageUrl(media.url(marked.product().getImages(0).getUrl(), PICTURE));
      }
    }
    if (marked.price() != null) {
      view.setPrice(PriceViews.price(marked.price(), language));
    }
    return view.build();
  }
}
