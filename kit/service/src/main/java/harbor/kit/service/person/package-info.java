/**
 * What a core service has of a person: where it is, export, erasure, and that nothing brings an
 * erased person back.
 *
 * <p>Start reading at {@link harbor.kit.service.person.PersonalTable}, which is what a service
 * declares.
 */
@NullMarked
package harbor.kit.service.person;

import org.jspecify.annotations.NullMarked;
