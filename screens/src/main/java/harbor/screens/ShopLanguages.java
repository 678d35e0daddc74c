package harbor.screens;

import harbor.kit.bff.text.Languages;
import java.util.List;
import java.util.Locale;

/** The languages in which the shop speaks to people, on every client. */
public final class ShopLanguages {
  /** All of them, the default first. */
  public static final Languages ALL =
      new Languages(List.of(Locale.ENGLISH, Locale.GERMAN, Locale.FRENCH));

  private ShopLanguages() {}
}
