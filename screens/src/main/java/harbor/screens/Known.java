package harbor.screens;

import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** What is not known is absent in a view, never empty or zero. */
public final class Known {
  private Known() {}

  /** Says a text, unless it is empty. */
  public static void text(String text, Consumer<String> says) {
    if (!text.isEmpty()) {
      says.accept(text);
    }
  }

  /** Says a number, unless it is zero. */
  public static void number(int number, IntConsumer says) {
    if (number != 0) {
      says.accept(number);
    }
  }
}
