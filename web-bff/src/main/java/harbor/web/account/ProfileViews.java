package harbor.web.account;

import com.google.protobuf.Timestamp;
import harbor.screens.Known;
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
    Known.text(user.getLocale(), view::setLocale);
    Known.text(user.getTimeZone(), view::setTimeZone);
    Known.text(user.getCurrency(), view::setCurrency);
    Known.text(user.getCountry(), view::setCountry);
    Known.text(user.getCompany(), view::setCompany);
    Known.text(user.getVatId(), view::setVatId);
    Known.text(user.getPreferredStoreId(), view::setPreferredStoreId);
    Known.text(user.getClothingSize(), view::setClothingSize);
    Known.text(user.getShoeSize(), view::setShoeSize);
    Known.text(user.getDeliveryNote(), view::setDeliveryNote);
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
    Known.text(user.getTermsVersion(), view::setTermsVersion);
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
    Known.text(user.getReferralCode(), view::setReferralCode);
    if (user.hasLoyaltySince()) {
      view.setSince(user.getLoyaltySince());
    }
    return view.build();
  }
}
