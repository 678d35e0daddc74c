package harbor.importer;

import harbor.importer.feed.FeedOptions;
import harbor.importer.table.MoneyText;
import harbor.importer.table.TimeText.DayOrder;
import java.util.Currency;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the command line says of the files' values. */
final class ValueOptions {
  @Option(
      names = "--currency",
      paramLabel = "CODE",
      description = "Currency of amounts without one, such as EUR.")
  private String currency = "";

  @Option(
      names = "--dates",
      paramLabel = "dmy|mdy",
      description = "What 03/05/2026 means: day or month first.")
  private @Nullable String dates;

  FeedOptions read(CommandLine commandLine) {
    return new FeedOptions(currency(commandLine), dates(commandLine));
  }

  private String currency(CommandLine commandLine) {
    if (currency.isEmpty()) {
      return "";
    }
    Optional<Currency> known = MoneyText.known(currency);
    return known
        .map(Currency::getCurrencyCode)
        .orElseThrow(
            () ->
                new ParameterException(
                    commandLine, "--currency: '" + currency + "' is no code of ISO 4217"));
  }

  private DayOrder dates(CommandLine commandLine) {
    return switch (dates) {
      case null -> DayOrder.UNKNOWN;
      case "dmy" -> DayOrder.DAY_FIRST;
      case "mdy" -> DayOrder.MONTH_FIRST;
      default ->
          throw new ParameterException(
              commandLine, "--dates: '" + dates + "' (expected: dmy or mdy)");
    };
  }
}
