package harbor.media;

import harbor.kit.runtime.Launcher;
import harbor.observability.ObservedProcess;

/** Runs media in a process of its own. */
public final class MediaMain {
  private MediaMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    Launcher.run(
        Media.NAME,
        environment -> {
          MediaSettings settings = MediaSettings.from(environment);
          return ObservedProcess.start(
              Media.NAME,
              environment,
              (telemetry, _) -> {
                Media media = Media.start(settings, telemetry);
                return new ObservedProcess.Service(media.port(), media);
              });
        });
  }
}
