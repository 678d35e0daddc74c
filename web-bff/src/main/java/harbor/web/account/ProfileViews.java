package harbor.web.account;

import static harbor.web.account.WebAccountViews.known;

import com.google.protobuf.Timestamp;
import harbor.screens.account.AccountViews;
import harbor.users.v1.User;
import harbor.web.v1.AccountConsents;
import harbor.web.v1.AccountLoyalty;
import harbor.web.v1.AccountPreferences;
import harbor.web.v1.Consent;

/** Parts of the profile in the browser. Pure. */
final class ProfileViews {
  private ProfileViews() {}

  static AccountPreferences preferences(User user) {
    AccountPreferences.Builder view =
        AccountPreferences.newBuilder()
            .setLargeText(user.getLargeText())
            .addAllNewsletterTopics(user.getNewsletterTopicsList())
            .setOrderMail(user.getOrderMail())
            .setOrderPush(user.getOrderPush());
    known(user.getLocale(), view::setLocale);
    known(user.getTimeZone(), view::setTimeZone);
    known(user.getCurrency(), view::setCurrency);
    known(user.getCountry(), view::setCountry);
    known(user.getCompany(), view::setCompany);
    known(user.getVatId(), view::setVatId);
    known(user.getPreferredStoreId(), view::setPreferredStoreId);
    known(user.getClothingSize(), view::setClothingSize);
    known(user.getShoeSize(), view::setShoeSize);
    known(user.getDeliveryNote(), view::setDeliveryNote);
    return view.build();
  }

  static AccountConsents consents(User user) {
    AccountConsents.Builder view =
        AccountConsents.newBuilder()
            .setMarketingMail(
                consent(
                    user.getMarketingMail(),
                    user.hasMarketingMailDecidedAt(),
                    user.getMarketingMailDecidedAt()))
            .setMarketingPush(
                consent(
                    user.getMarketingPush(),
                    user.hasMarketingPushDecidedAt(),
                    user.getMarketingPushDecidedAt()))
            .setMarketingPhone(
                consent(
                    user.getMarketingPhone(),
                    user.hasMarketingPhoneDecidedAt(),
                    user.getMarketingPhoneDecidedAt()));
    known(user.getTermsVersion(), view::setTermsVersion);
    if (user.hasTermsAcceptedAt()) {
      view.setTermsAcceptedAt(user.getTermsAcceptedAt());
    }
    return view.build();
  }

  private static Consent consent(boolean isAllowed, boolean isDecided, Timestamp at) {
    Consent.Builder view = Consent.newBuilder().setAllowed(isAllowed);
    return isDecided ? view.setDecidedAt(at).build() : view.build();
  }

  static AccountLoyalty loyalty(User user) {
    AccountLoyalty.Builder view =
        AccountLoyalty.newBuilder().setPoints(Math.toIntExact(user.getLoyaltyPoints()));
    AccountViews.tier(user).ifPresent(view::setTier);
    known(user.getReferralCode(), view::setReferralCode);
    if (user.hasLoyaltySince()) {
      view.setSince(user.getLoyaltySince());
    }
    return view.build();
  }
}
