package harbor.shipping.window;

import harbor.kit.service.row.Position;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * About where postal codes are: the file {@code areas.csv} beside this class has the middle of
 * countries, and of areas of their postal codes by prefix. Its positions are rough, to a tenth of a
 * degree: they decide days, not routes. Immutable.
 */
public final class Areas {
  private static final String FILE = "areas.csv";
  private static final double DEGREES_AN_HOUR = 15;

  /** What is farther from every known area is none of their countries. */
  private static final double MAX_KILOMETRES_TO_AN_AREA = 400;

  private final Map<String, Area> byPrefix;

  private Areas(Map<String, Area> byPrefix) {
    this.byPrefix = byPrefix;
  }

  /** Those that come with Harbor. */
  public static Areas shipped() {
    try (InputStream file = Areas.class.getResourceAsStream(FILE)) {
      return read(
          new BufferedReader(
              new InputStreamReader(Objects.requireNonNull(file, FILE), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Where a destination is: the area with the longest prefix of the postal code, at the least the
   * country's middle; empty for a country that the file has not.
   */
  public Optional<Area> find(String country, String postalCode) {
    String code = postalCode.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    for (int length = code.length(); length >= 0; length--) {
      Area area = byPrefix.get(key(country, code.substring(0, length)));
      if (area != null) {
        return Optional.of(area);
      }
    }
    return Optional.empty();
  }

  /** A place, with the clocks of the nearest area; far from all, by the sun. */
  public Area at(Position position) {
    Area nearest =
        byPrefix.values().stream()
            .min(Comparator.comparingDouble(area -> area.position().kilometresTo(position)))
            .orElseThrow();
    boolean isNear = nearest.position().kilometresTo(position) <= MAX_KILOMETRES_TO_AN_AREA;
    return new Area(position, isNear ? nearest.zone() : bySun(position));
  }

  private static ZoneId bySun(Position position) {
    return ZoneOffset.ofHours((int) Math.round(position.longitude() / DEGREES_AN_HOUR));
  }

  private static Areas read(BufferedReader lines) throws IOException {
    Map<String, Area> byPrefix = new LinkedHashMap<>();
    lines
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .skip(1)
        .map(line -> line.split(",", -1))
        .forEach(
            fields -> {
              Area country = byPrefix.get(key(fields[0], ""));
              ZoneId zone =
                  fields[4].isEmpty()
                      ? Objects.requireNonNull(country, fields[0]).zone()
                      : ZoneId.of(fields[4]);
              byPrefix.put(
                  key(fields[0], fields[1]),
                  new Area(
                      new Position(Double.parseDouble(fields[2]), Double.parseDouble(fields[3])),
                      zone));
            });
    return new Areas(byPrefix);
  }

  private static String key(String country, String prefix) {
    return country + ' ' + prefix;
  }
}
