package harbor.bench.floor;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.MediaType;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorView;
import harbor.mobile.v1.Error;

/** Errors of the floor, which nobody asks for. */
final class PlainErrors implements ErrorView {
  @Override
  public Message view(ErrorAnswer error, String traceId) {
    return Error.newBuilder().setCode(error.code()).setTraceId(traceId).build();
  }

  @Override
  public MediaType jsonType() {
    return MediaType.JSON;
  }
}
