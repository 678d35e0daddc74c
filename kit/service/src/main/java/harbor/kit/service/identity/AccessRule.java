package harbor.kit.service.identity;

import harbor.kit.client.Caller;
import harbor.kit.client.identity.Identity;
import harbor.kit.service.call.Failure;
import harbor.type.v1.Access;
import harbor.type.v1.AccessOuterClass;
import harbor.type.v1.Subject;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.List;
import java.util.Optional;

/**
 * Who may call a method: its option {@code harbor.type.v1.access}.
 *
 * @param access as the contract states it
 */
record AccessRule(Access access) {
  /** The reason of a refusal that is the calling process' fault. */
  static final String NOT_ALLOWED = "NOT_ALLOWED";

  private static final String EVERY_BFF = "*-bff";
  private static final String EVERYBODY = "*";

  /**
   * Reads it off the contract.
   *
   * @throws IllegalStateException when the contract states none
   */
  static AccessRule of(MethodDescriptor<?, ?> method) {
    if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema) {
      Access access =
          schema.getMethodDescriptor().getOptions().getExtension(AccessOuterClass.access);
      if (access.getCallersCount() > 0 && isSubject(access.getSubject())) {
        return new AccessRule(access);
      }
    }
    throw new IllegalStateException(
        "%s: nobody may call it (expected: the option harbor.type.v1.access with callers and subject)"
            .formatted(method.getFullMethodName()));
  }

  private static boolean isSubject(Subject subject) {
    return subject != Subject.SUBJECT_UNSPECIFIED && subject != Subject.UNRECOGNIZED;
  }

  /** Why these may not call; empty when they may. */
  Optional<Failure> refusal(Identity identity) {
    Caller caller = identity.caller();
    if (identity.process().filter(this::isNamed).isEmpty()) {
      return notAllowed("Another process may call this.");
    }
    return switch (access.getSubject()) {
      case SUBJECT_ANY -> role(caller);
      case SUBJECT_GUEST_OR_USER -> caller.isAnonymous() ? noCaller() : role(caller);
      case SUBJECT_USER -> caller.isUser() ? role(caller) : noCaller();
      case SUBJECT_NONE ->
          caller.isAnonymous() ? role(caller) : notAllowed("This is called on nobody's behalf.");
      case SUBJECT_UNSPECIFIED, UNRECOGNIZED -> notAllowed("Nobody may call this.");
    };
  }

  private boolean isNamed(String process) {
    List<String> named = access.getCallersList();
    return named.contains(process)
        || named.contains(EVERYBODY)
        || (Identity.isBff(process) && named.contains(EVERY_BFF));
  }

  private Optional<Failure> role(Caller caller) {
    return access.getRole().isEmpty() || caller.roles().contains(access.getRole())
        ? Optional.empty()
        : Optional.of(
            Failure.permissionDenied("ROLE_REQUIRED", "The user has not the role that it takes."));
  }

  private static Optional<Failure> noCaller() {
    return Optional.of(
        Failure.unauthenticated("NO_CALLER", "The call is on nobody's behalf who may make it."));
  }

  private static Optional<Failure> notAllowed(String why) {
    return Optional.of(Failure.permissionDenied(NOT_ALLOWED, why));
  }
}
