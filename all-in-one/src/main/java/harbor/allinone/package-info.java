/**
 * The whole store in one JVM: every process with its own port, settings and telemetry, talking over
 * real loopback gRPC, on an embedded PostgreSQL.
 *
 * <p>Start reading at {@link harbor.allinone.AllInOne}; {@link harbor.allinone.HarborMain} is the
 * command line behind {@code ./harbor}.
 */
@NullMarked
package harbor.allinone;

import org.jspecify.annotations.NullMarked;
