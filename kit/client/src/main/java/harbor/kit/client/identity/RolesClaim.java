package harbor.kit.client.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The claim in which a provider lists a person's roles.
 *
 * @param path its name; several where it lies some levels deep, the outermost first
 */
public record RolesClaim(List<String> path) {
  /** Copies the list. */
  public RolesClaim {
    path = List.copyOf(path);
  }

  /** The roles; none where the claim is not. */
  public Set<String> of(JWTClaimsSet claims) {
    Object at = claims.getClaims();
    for (String name : path) {
      at = at instanceof Map<?, ?> level ? level.get(name) : null;
    }
    return words(at);
  }

  private static Set<String> words(@Nullable Object said) {
    return said instanceof Collection<?> all
        ? all.stream()
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .collect(Collectors.toUnmodifiableSet())
        : Set.of();
  }
}
