package harbor.bench.peer.spring;

import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where the core services are, and what stands before paths. */
@ConfigurationProperties("peer")
record PeerProperties(
    String mediaUrl,
    String storefrontUrl,
    String catalog,
    String inventory,
    String pricing,
    String reviews,
    String recommendations,
    String shipping) {}
