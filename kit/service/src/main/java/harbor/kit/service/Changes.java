package harbor.kit.service;

import java.util.List;

/**
 * What a watcher is told at once: {@code harbor.type.v1.Changes}.
 *
 * @param resumeToken the position right after these changes
 * @param reset whether changes before that position are not known any more
 * @param ids what changed, each once; empty when nothing did
 */
public record Changes(String resumeToken, boolean reset, List<String> ids) {
  /** Copies the list. */
  public Changes {
    ids = List.copyOf(ids);
  }
}
