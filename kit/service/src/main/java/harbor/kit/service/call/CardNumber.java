package harbor.kit.service.call;

import java.util.regex.Pattern;

/** Card numbers in texts, which no service keeps: by form and check digit (ISO/IEC 7812-1). */
public final class CardNumber {
  /** As many digits as one has, however they are grouped. */
  private static final Pattern FORM = Pattern.compile("(?:\\d[ ._-]?){12,19}");

  private CardNumber() {}

  /** Whether a text has one, or is one. */
  public static boolean isIn(String text) {
    return FORM.matcher(text).results().anyMatch(found -> hasCheckDigit(found.group()));
  }

  /** Luhn's. */
  private static boolean hasCheckDigit(String text) {
    int[] digits = text.chars().filter(Character::isDigit).map(c -> c - '0').toArray();
    int sum = 0;
    for (int i = 0; i < digits.length; i++) {
      int digit = digits[digits.length - 1 - i];
      int doubled = digit * 2;
      sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
    }
    return sum % 10 == 0;
  }
}
