package harbor.kit.bff.signin.provider;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a person's roles from a claim, which may lie some levels deep; none where it is not. */
record Roles(List<String> path) {
  Set<String> of(JWTClaimsSet claims) {
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
