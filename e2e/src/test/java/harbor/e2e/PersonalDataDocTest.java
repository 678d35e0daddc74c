package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.Processes;
import harbor.clients.PersonalDataClient;
import harbor.kit.client.Service;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.person.PersonalTable;
import harbor.kit.service.person.PersonalTable.Whose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds the page about personal data to what the core services and {@link PersonalPlace} declare.
 */
class PersonalDataDocTest {
  private static final Path DOCS =
      Path.of(System.getProperty("harbor.root"), "docs/personal-data.md");
  private static final Pattern MADE =
      Pattern.compile(
          "(?s)(<!-- made from the declarations of the core services -->\n).*?(<!-- end -->)");
  private static final Pattern PLACES =
      Pattern.compile("(?s)(<!-- made from PersonalPlace -->\n).*?(<!-- end -->)");

  @Test
  void docs_showEveryTable() throws IOException {
    String docs = Files.readString(DOCS);
    String made = with(PLACES, places(), with(MADE, tables(), docs));
    if (Boolean.getBoolean("harbor.golden.write")) {
      Files.writeString(DOCS, made);
    }

    assertThat(Files.readString(DOCS))
        .isEqualTo(made)
        .contains("| `carts.cart_lines` |", "| rate limits, ");
  }

  private static String with(Pattern part, String rows, String docs) {
    return part.matcher(docs).replaceFirst("$1" + Matcher.quoteReplacement(rows) + "$2");
  }

  /** The counter-test of what {@link ErasureIT} asks of each. */
  @Test
  void keyAndFile_thatAreNew_belongToNoPlace() {
    assertThat(PersonalPlace.ofKey("harbor:web-bff:session:x")).contains(PersonalPlace.SESSIONS);
    assertThat(PersonalPlace.ofFile("mail/1.eml")).contains(PersonalPlace.MAILS);
    assertThat(PersonalPlace.ofKey("harbor:web-bff:names:x")).isEmpty();
    assertThat(PersonalPlace.ofKey("names:x")).isEmpty();
    assertThat(PersonalPlace.ofFile("names/x")).isEmpty();
    assertThat(PersonalPlace.ofFile("names.csv")).isEmpty();
  }

  @Test
  void everyCoreService_isAskedForPeople_usersLast() {
    List<String> asked = PersonalDataClient.SERVICES.stream().map(Service::name).toList();

    assertThat(asked)
        .containsExactlyInAnyOrderElementsOf(
            Processes.cores().stream().map(CoreProcess::name).toList())
        .endsWith("users");
  }

  private static String places() {
    StringBuilder text =
        new StringBuilder("| place | what of a person | at an erasure |\n|---|---|---|\n");
    for (PersonalPlace place : PersonalPlace.values()) {
      text.append(place.row());
    }
    return text.toString();
  }

  private static String tables() {
    StringBuilder text = new StringBuilder("| table | whose | at an erasure |\n|---|---|---|\n");
    for (CoreProcess core : Processes.cores()) {
      for (PersonalTable table : core.tables()) {
        text.append(
            "| `%s.%s` | %s | %s |\n"
                .formatted(core.name(), table.name(), whose(table), table.erasure()));
      }
    }
    return text.toString();
  }

  private static String whose(PersonalTable table) {
    if (table.whose().isEmpty()) {
      return "";
    }
    return switch (table.whose().get()) {
      case Whose.Subject(String column) -> "`" + column + "`";
      case Whose.PartOf(String parent, String column) -> "`%s` by `%s`".formatted(parent, column);
    };
  }
}
