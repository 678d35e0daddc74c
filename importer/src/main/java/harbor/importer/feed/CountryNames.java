package harbor.importer.feed;

import static java.util.stream.Collectors.toMap;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Countries as files name them: by code, or in English as Unicode's locale data does. */
final class CountryNames {
  /** ISO 3166-1 leaves it to its users: no country, or none that is known. */
  static final String UNKNOWN = "ZZ";

  private static final Map<String, String> CODES = codes();

  private CountryNames() {}

  private static Map<String, String> codes() {
    Map<String, String> codes =
        new HashMap<>(
            Stream.of(Locale.getISOCountries())
                .collect(
                    toMap(
                        code -> key(Locale.of("", code).getDisplayCountry(Locale.ENGLISH)),
                        code -> code)));
    for (String code : Locale.getISOCountries()) {
      codes.put(key(code), code);
    }
    // as merchants write them
    codes.put("usa", "US");
    codes.put("uk", "GB");
    codes.put("eire", "IE");
    codes.put("rsa", "ZA");
    codes.put("czech republic", "CZ");
    codes.put("hong kong", "HK");
    return Map.copyOf(codes);
  }

  /** ISO 3166-1 alpha-2. */
  static String code(String name) {
    return CODES.getOrDefault(key(name), UNKNOWN);
  }

  private static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }
}
