package harbor.catalog.search;

import java.util.Optional;

/** How a typed word is read; its letter stands in the tokens of pages. */
enum WordReading {
  /** As it is, as the beginning of words, within words, or as the plural of one. */
  AS_TYPED('t'),
  /** With its signs, as one word and no other. */
  WHOLE('w'),
  /** Part by part, since nothing has it with its signs. */
  IN_PARTS('p'),
  /** As words that are like it, since nothing has it. */
  SIMILAR('s'),
  /** As two words. */
  AS_TWO('d');

  private final char letter;

  WordReading(char letter) {
    this.letter = letter;
  }

  char letter() {
    return letter;
  }

  /** The reading at a place of a text of such letters; empty when there is none. */
  static Optional<WordReading> at(String readings, int place) {
    for (WordReading reading : values()) {
      if (place < readings.length() && readings.charAt(place) == reading.letter) {
        return Optional.of(reading);
      }
    }
    return Optional.empty();
  }
}
