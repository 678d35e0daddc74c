package harbor.allinone;

import harbor.kit.runtime.StartFailed;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The directory in which a store keeps what must outlive it; used by one store at a time, whose
 * lock the system takes back however the store ends.
 */
final class DataDirectory implements AutoCloseable {
  /** Of a directory that is made; one that is there stays as its owner wants it. */
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  static DataDirectory open(Path path) {
    try {
      Files.createDirectories(path, OWNERS_ALONE);
      FileChannel lockFile =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lockFile.tryLock();
      if (lock == null) {
        lockFile.close();
        throw new StartFailed(
            "Another store uses %s. Stop it, or set HARBOR_DATA to another directory."
                .formatted(path));
      }
      return new DataDirectory(path, lockFile);
    } catch (IOException e) {
      throw new StartFailed(
          "The data directory %s cannot be used: %s. Set HARBOR_DATA to another one."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  Path database() {
    return path.resolve("postgres");
  }

  Path databaseBinaries() {
    return path.resolve("postgres-binaries");
  }

  Path databasePassword() {
    return path.resolve("postgres.password");
  }

  Path databaseLog() {
    return path.resolve("postgres.log");
  }

  /** The keys of the processes, in this data directory. */
  static Path keys(Path data) {
    return data.resolve("keys");
  }

  /** Where traces are kept while no backend takes them, in this data directory. */
  static Path traces(Path data) {
    return data.resolve("traces");
  }

  /** Is there while the shipped catalogue is being loaded: a start that finds it loads again. */
  Path loading() {
    return path.resolve("catalogue-loading");
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
