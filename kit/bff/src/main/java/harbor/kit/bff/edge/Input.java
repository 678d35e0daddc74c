package harbor.kit.bff.edge;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.input.BodyReader;
import harbor.kit.bff.input.DescribedRequest;
import harbor.kit.bff.input.Parameter;
import harbor.kit.bff.input.Parameter.Form;
import harbor.kit.bff.input.Preconditions;
import harbor.kit.bff.input.Request;
import harbor.kit.bff.openapi.ApiRoute.Precondition;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a screen is asked from a request; throws the {@link harbor.kit.bff.answer.BadRequest}
 * that names what is wrong.
 */
interface Input<I> {
  /**
   * Reads it.
   *
   * @param request with its body when its method has one, otherwise null
   */
  I read(ServiceRequestContext ctx, @Nullable AggregatedHttpRequest request);

  /** What it reads of path and query. */
  List<Parameter> parameters();

  /** What it reads of a body; empty where it reads none. */
  default Optional<Body<?>> body() {
    return Optional.empty();
  }

  /** From path, query and headers. */
  static <I> Input<I> of(Function<Request, I> reader) {
    return new Input<>() {
      @Override
      public I read(ServiceRequestContext ctx, @Nullable AggregatedHttpRequest request) {
        return reader.apply(new Request(ctx));
      }

      @Override
      public List<Parameter> parameters() {
        return DescribedRequest.parametersOf(reader);
      }
    };
  }

  /**
   * From the body, the variables of the path, each a field of the same name, and {@code If-Match},
   * the field {@code expected_version} where there is one; an {@code optional} one is left out
   * without the header.
   */
  static <I extends Message> Input<I> body(I prototype, String path) {
    return new Body<>(prototype, path);
  }

  /** A write's input. */
  final class Body<I extends Message> implements Input<I> {
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final String VERSION = "expected_version";

    private final BodyReader<I> body;
    private final I prototype;
    private final Set<FieldDescriptor> variables = new LinkedHashSet<>();
    private final Set<String> elsewhere;
    private final @Nullable FieldDescriptor version;

    private Body(I prototype, String path) {
      Set<String> given = new LinkedHashSet<>();
      for (Matcher variable = VARIABLE.matcher(path); variable.find(); ) {
        given.add(variable.group(1));
      }
      FieldDescriptor named = prototype.getDescriptorForType().findFieldByName(VERSION);
      version = named != null && named.getJavaType() == JavaType.LONG ? named : null;
      Set<String> all = new HashSet<>(given);
      if (version != null) {
        all.add(VERSION);
      }
      this.prototype = prototype;
      elsewhere = all;
      body = new BodyReader<>(prototype, all);
      given.forEach(name -> variables.add(prototype.getDescriptorForType().findFieldByName(name)));
    }

    @Override
    public List<Parameter> parameters() {
      return variables.stream()
          .map(field -> new Parameter(field.getName(), Parameter.In.PATH, true, new Form.Id()))
          .toList();
    }

    @Override
    public Optional<Body<?>> body() {
      return Optional.of(this);
    }

    Descriptor type() {
      return prototype.getDescriptorForType();
    }

    /** Names of its fields that path and headers give, or that say which fields it names. */
    Set<String> elsewhere() {
      Set<String> names = new HashSet<>(elsewhere);
      body.mask().ifPresent(names::add);
      return names;
    }

    /** Whether it reads {@code If-Match}, and whether it refuses a request without. */
    Precondition precondition() {
      if (version == null) {
        return Precondition.NONE;
      }
      return version.hasPresence() ? Precondition.OPTIONAL : Precondition.REQUIRED;
    }

    @Override
    @SuppressWarnings("unchecked") // the builder is that of the prototype
    public I read(ServiceRequestContext ctx, @Nullable AggregatedHttpRequest request) {
      Message.Builder builder =
          request == null
              ? body.read(null, new byte[0])
              : body.read(request.contentType(), request.content().array());
      Request said = new Request(ctx);
      variables.forEach(field -> builder.setField(field, said.id(field.getName())));
      if (version != null) {
        List<String> ifMatch = ctx.request().headers().getAll(HttpHeaderNames.IF_MATCH);
        if (!ifMatch.isEmpty() || !version.hasPresence()) {
          builder.setField(
              version, Preconditions.version(ifMatch.isEmpty() ? null : String.join(",", ifMatch)));
        }
      }
      return (I) builder.build();
    }
  }
}
