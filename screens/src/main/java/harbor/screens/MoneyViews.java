package harbor.screens;

import harbor.kit.bff.text.MoneyFormat;
import harbor.type.v1.Money;
import java.util.Locale;

/** Amounts as all clients show them to people. */
public final class MoneyViews {
  private MoneyViews() {}

  /** An amount as a language writes it. */
  public static String text(Money money, Locale language) {
    return MoneyFormat.format(money.getMinor(), money.getCurrency(), language);
  }
}
