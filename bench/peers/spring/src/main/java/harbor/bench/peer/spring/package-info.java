/**
 * A peer of Harbor's BFFs: both product pages on Spring Boot with WebFlux and grpc-java.
 *
 * <p>Start reading at {@link harbor.bench.peer.spring.SpringPeerApplication}.
 */
@NullMarked
package harbor.bench.peer.spring;

import org.jspecify.annotations.NullMarked;
