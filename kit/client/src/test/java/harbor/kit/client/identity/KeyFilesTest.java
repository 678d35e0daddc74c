package harbor.kit.client.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.kit.runtime.StartFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
  @TempDir private Path directory = Path.of("");
  private KeyFiles files = new KeyFiles(directory);

  @BeforeEach
  void make() {
    files = new KeyFiles(directory);
    files.make(List.of("web-bff", "importer"));
  }

  @Test
  void privateFiles_areTheirOwnersAlone_andTrustedOnesHoldNothingPrivate() throws Exception {
    Path file = directory.resolve("private/web-bff.jwks");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(Files.readString(file)).contains("\"d\"");
    assertThat(Files.readString(directory.resolve("trusted/web-bff.jwks"))).doesNotContain("\"d\"");
    assertThat(files.readTrusted().values())
        .extracting(TrustedKey::process)
        .containsExactlyInAnyOrder("web-bff", "importer");
  }

  @Test
  void keysThatAreThere_areKept() throws Exception {
    String before = Files.readString(directory.resolve("private/web-bff.jwks"));

    files.make(List.of("web-bff", "harbor"));

    assertThat(Files.readString(directory.resolve("private/web-bff.jwks"))).isEqualTo(before);
    assertThat(files.readTrusted()).hasSize(3);
  }

  @Test
  void privateFile_isRefused_whenEverybodyMayReadIt() throws Exception {
    Files.setPosixFilePermissions(
        directory.resolve("private/web-bff.jwks"), PosixFilePermissions.fromString("rw-r--r--"));

    assertBad(() -> files.signing("web-bff"), "chmod 600");
  }

  @Test
  void trustedFile_isRefused_whenItIsBad() throws Exception {
    Path file = directory.resolve("trusted/web-bff.jwks");
    String good = Files.readString(file);

    write(file, Files.readString(directory.resolve("private/web-bff.jwks")));
    assertBad(files::readTrusted, "it holds a private key");
    write(file, "{");
    assertBad(files::readTrusted, "no JSON Web Key Set");
    write(file, "{\"keys\": []}");
    assertBad(files::readTrusted, "no key");
    write(file, good.replaceAll("\"kid\":\"[^\"]*\",?", ""));
    assertBad(files::readTrusted, "no kid");
    write(file, good.replace("P-256", "P-384"));
    assertBad(files::readTrusted, "web-bff.jwks");
    write(file, Files.readString(directory.resolve("trusted/importer.jwks")));
    assertBad(files::readTrusted, "there twice");
    write(file, " ".repeat(70_000));
    assertBad(files::readTrusted, "bytes");
    write(file, good);
    assertThat(files.readTrusted()).hasSize(2);
  }

  @Test
  void directoryWithoutTrustedKeys_isRefused() {
    assertThatThrownBy(() -> new KeyFiles(directory.resolve("none")).readTrusted())
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("no trusted key")
        .hasMessageContaining("./harbor keys");
  }

  @Test
  void trustedKeys_areReadAgain_whenAFileHasChanged_onceASecond() throws Exception {
    AtomicLong seconds = new AtomicLong();
    TrustedKeys keys = TrustedKeys.of(files, () -> Duration.ofSeconds(seconds.get()).toNanos());
    assertThat(keys.all()).hasSize(2);

    files.make(List.of("harbor"));
    assertThat(keys.all()).as("looked at a moment ago").hasSize(2);
    seconds.set(1);
    assertThat(keys.all()).hasSize(3);

    Files.delete(directory.resolve("trusted/harbor.jwks"));
    seconds.set(2);
    assertThat(keys.all()).hasSize(2);
    write(directory.resolve("trusted/web-bff.jwks"), "{");
    seconds.set(3);
    assertThat(keys.all()).as("a bad file changes nothing").hasSize(2);
  }

  @Test
  void trustedKeys_areLookedAtAgain_forAnUnknownKid() {
    AtomicLong seconds = new AtomicLong();
    TrustedKeys keys = TrustedKeys.of(files, () -> Duration.ofSeconds(seconds.get()).toNanos());
    KeyFiles later = new KeyFiles(directory);
    later.make(List.of("harbor"));
    String kid = later.signing("harbor").getKeyID();

    assertThat(keys.find(kid)).isNull();
    seconds.set(1);
    assertThat(keys.find(kid)).extracting(TrustedKey::process).isEqualTo("harbor");
    assertThat(keys.find("unknown")).isNull();
  }

  private void assertBad(Runnable reading, String why) {
    assertThatThrownBy(reading::run)
        .isInstanceOf(StartFailed.class)
        .hasMessageMatching("The key file .*\\.jwks cannot be used: [^\\n]*\\.")
        .hasMessageContaining(why);
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
  }
}
