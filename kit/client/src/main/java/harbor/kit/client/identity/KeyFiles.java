package harbor.kit.client.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import harbor.kit.runtime.StartFailed;
import harbor.kit.runtime.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory of keys: {@code private/<process>.jwks}, whose first key signs, and {@code
 * trusted/<process>.jwks}, the public keys of each process that is believed. Both are JSON Web Key
 * Sets (RFC 7517) of P-256 keys, each with a {@code kid} that is the directory's only one.
 *
 * <p>What cannot be read is {@link StartFailed} with one sentence that names the file.
 */
public record KeyFiles(Path directory) {
  private static final String ENDING = ".jwks";
  private static final Pattern PROCESS = Pattern.compile("[a-z][a-z0-9-]{0,62}");
  private static final long MAX_BYTES = 64 * 1024;

  /** What is looked at to see that a file is another one now. */
  record FileState(String name, Object key, Object modified, long size) {}

  /** Makes key pairs for these processes; one that has its private file keeps it. */
  public void make(Collection<String> processes) {
    try {
      Files.createDirectories(trusted());
      Files.createDirectories(
          directory.resolve("private"),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      for (String process : processes) {
        if (!Files.exists(privateOf(process))) {
          ECKey key = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
          WholeFile.write(trustedOf(process), new JWKSet(key).toString(true), "rw-r--r--");
          WholeFile.write(privateOf(process), new JWKSet(key).toString(false), "rw-------");
        }
      }
    } catch (IOException | JOSEException e) {
      throw new StartFailed(
          "The directory of keys %s cannot be written: %s.".formatted(directory, e.getMessage()),
          e);
    }
  }

  /** The key that a process signs with. */
  ECKey signing(String process) {
    Path file = privateOf(process);
    ECKey first = read(file).getFirst();
    if (!first.isPrivate()) {
      throw bad(file, "its first key is not a private one");
    }
    try {
      if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
        throw bad(file, "everybody may read it; take that right away (chmod 600)");
      }
    } catch (IOException e) {
      throw bad(file, e.toString());
    }
    return first;
  }

  /** What {@link #signing} was read from. */
  List<FileState> signingState(String process) {
    return List.of(state(privateOf(process)));
  }

  /** The keys that are believed, by their {@code kid}. */
  Map<String, TrustedKey> readTrusted() {
    Map<String, TrustedKey> keys = new HashMap<>();
    for (Path file : trustedFiles()) {
      String process = processOf(file);
      for (ECKey key : read(file)) {
        if (key.isPrivate()) {
          throw bad(file, "it holds a private key");
        }
        if (keys.put(key.getKeyID(), TrustedKey.of(process, key)) != null) {
          throw bad(file, "its kid " + key.getKeyID() + " is there twice");
        }
      }
    }
    if (keys.isEmpty()) {
      throw new StartFailed(
          "%s holds no trusted key (expected: a file <process>.jwks for each process that calls;"
                  .formatted(trusted())
              + " ./harbor keys DIRECTORY makes them).");
    }
    return Map.copyOf(keys);
  }

  /** What {@link #readTrusted} was read from. */
  List<FileState> trustedState() {
    return trustedFiles().stream().map(KeyFiles::state).toList();
  }

  private List<Path> trustedFiles() {
    if (!Files.isDirectory(trusted())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(trusted())) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    } catch (IOException e) {
      throw bad(trusted(), e.toString());
    }
  }

  private static List<ECKey> read(Path file) {
    try {
      if (!Files.isRegularFile(file)) {
        throw bad(file, "it is not there; ./harbor keys DIRECTORY makes them all");
      }
      if (Files.size(file) > MAX_BYTES) {
        throw bad(file, "it has more than " + MAX_BYTES + " bytes");
      }
      List<ECKey> keys = new ArrayList<>();
      for (JWK key : JWKSet.parse(Files.readString(file)).getKeys()) {
        if (!(key instanceof ECKey curve) || !Curve.P_256.equals(curve.getCurve())) {
          throw bad(file, "a key in it is not on the curve P-256");
        }
        if (key.getKeyID() == null || key.getKeyID().isBlank()) {
          throw bad(file, "a key in it has no kid");
        }
        keys.add(curve);
      }
      if (keys.isEmpty()) {
        throw bad(file, "there is no key in it");
      }
      return keys;
    } catch (IOException e) {
      throw bad(file, e.toString());
    } catch (ParseException e) {
      // the parser's own words may show the file's
      throw bad(file, "it is no JSON Web Key Set");
    }
  }

  private static StartFailed bad(Path file, String why) {
    return new StartFailed("The key file %s cannot be used: %s.".formatted(file, why));
  }

  private static FileState state(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileState(
          file.toString(), String.valueOf(now.fileKey()), now.lastModifiedTime(), now.size());
    } catch (IOException _) {
      return new FileState(file.toString(), "", "absent", 0);
    }
  }

  private static String processOf(Path file) {
    String name = file.getFileName().toString();
    String process = name.substring(0, name.length() - ENDING.length());
    if (!PROCESS.matcher(process).matches()) {
      throw bad(file, "its name is not that of a process");
    }
    return process;
  }

  private Path trusted() {
    return directory.resolve("trusted");
  }

  private Path trustedOf(String process) {
    return trusted().resolve(process + ENDING);
  }

  private Path privateOf(String process) {
    return directory.resolve("private").resolve(process + ENDING);
  }
}
