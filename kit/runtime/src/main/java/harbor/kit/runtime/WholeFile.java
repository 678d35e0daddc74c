package harbor.kit.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that others find whole or not at all, whoever dies meanwhile. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes one in the place of what is there; at no moment may anybody else read it.
   *
   * @param rights as {@code ls} shows them, for instance {@code rw-------}
   */
  public static void write(Path file, String text, String rights) throws IOException {
    Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(rights);
    Path next =
        Files.createTempFile(
            file.getParent(), ".new", "", PosixFilePermissions.asFileAttribute(permissions));
    Files.writeString(next, text);
    // what is made has what the umask leaves of them
    Files.setPosixFilePermissions(next, permissions);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
