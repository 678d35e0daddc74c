package harbor.mobile.account;

import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.v1.Account;
import harbor.mobile.v1.Address;
import harbor.mobile.v1.Addresses;
import harbor.mobile.v1.MarkedProduct;
import harbor.mobile.v1.MarkedProducts;
import harbor.screens.Known;
import harbor.screens.account.AccountViews;
import harbor.screens.account.AccountViews.Marked;
import harbor.screens.account.AccountViews.View;
import harbor.shop.v1.PostalAddress;
import harbor.users.v1.User;
import java.util.List;

/** The account on the phone: what is not known is absent. */
public final class MobileAccountViews {
  private static final int THUMBNAIL = 120;

  private MobileAccountViews() {}

  /** With pictures from there. */
  public static AccountViews<Account, Address, Addresses, MarkedProducts> of(MediaUrls media) {
    return new AccountViews<>(
        new View<>(Account.class, (user, _) -> account(user, media)),
        new View<>(Address.class, (address, _) -> address(address)),
        new View<>(Addresses.class, (all, _) -> addresses(all)),
        new View<>(MarkedProducts.class, (marks, _) -> products(marks, media)));
  }

  static Account account(User user, MediaUrls media) {
    Account.Builder view =
        Account.newBuilder()
            .setUserId(user.getUserId())
            .setVersion(Math.toIntExact(user.getAudit().getVersion()))
            .setLoyaltyPoints(Math.toIntExact(user.getLoyaltyPoints()))
            .setLargeText(user.getLargeText())
            .setOrderMail(user.getOrderMail())
            .setOrderPush(user.getOrderPush())
            .setMarketingMail(user.getMarketingMail())
            .setMarketingPush(user.getMarketingPush());
    Known.text(user.getDisplayName(), view::setDisplayName);
    Known.text(media.url(user.getAvatarUrl(), THUMBNAIL), view::setAvatarUrl);
    Known.text(user.getGivenName(), view::setGivenName);
    Known.text(user.getFamilyName(), view::setFamilyName);
    Known.text(
        user.getEmail(), mail -> view.setEmail(mail).setEmailVerified(user.getEmailVerified()));
    Known.text(
        user.getPhone(), phone -> view.setPhone(phone).setPhoneVerified(user.getPhoneVerified()));
    Known.text(user.getLocale(), view::setLocale);
    Known.text(user.getPreferredStoreId(), view::setPreferredStoreId);
    AccountViews.tier(user).ifPresent(view::setLoyaltyTier);
    return view.build();
  }

  static Address address(harbor.users.v1.Address address) {
    PostalAddress postal = address.getPostal();
    Address.Builder view =
        Address.newBuilder()
            .setId(address.getAddressId())
            .setVersion(Math.toIntExact(address.getAudit().getVersion()))
            .setName(postal.getName())
            .addAllLines(postal.getLinesList())
            .setCity(postal.getCity())
            .setCountry(postal.getDestination().getCountry())
            .setIsDefault(address.getIsDefault());
    Known.text(postal.getDestination().getRegion(), view::setRegion);
    Known.text(postal.getDestination().getPostalCode(), view::setPostalCode);
    Known.text(postal.getPhone(), view::setPhone);
    return view.build();
  }

  private static Addresses addresses(List<harbor.users.v1.Address> all) {
    return Addresses.newBuilder()
        .addAllAddresses(all.stream().map(MobileAccountViews::address).toList())
        .build();
  }

  private static MarkedProducts products(List<Marked> marks, MediaUrls media) {
    return MarkedProducts.newBuilder()
        .addAllProducts(marks.stream().map(mark -> product(mark, media)).toList())
        .build();
  }

  static MarkedProduct product(Marked marked, MediaUrls media) {
    MarkedProduct.Builder view =
        MarkedProduct.newBuilder()
            .setProductId(marked.mark().getProductId())
            .setMarkedAt(marked.mark().getMarkedAt())
            .setState(marked.state());
    if (marked.product() != null) {
      view.setName(marked.product().getShortTitle());
      if (marked.product().getImagesCount() > 0) {
        view.setImage(media.url(marked.product().getImages(0).getUrl(), THUMBNAIL));
      }
    }
    if (marked.price() != null) {
      view.setPriceMinor(Math.toIntExact(marked.price().getMinor()))
          .setCurrency(marked.price().getCurrency());
    }
    return view.build();
  }
}
