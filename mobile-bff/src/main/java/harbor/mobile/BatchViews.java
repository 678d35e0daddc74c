package harbor.mobile;

import harbor.kit.bff.edge.Batch;
import harbor.mobile.v1.BatchAnswer;
import harbor.mobile.v1.BatchAnswers;
import harbor.mobile.v1.BatchRequest;
import java.util.List;

/** Several pages in one round trip, as the app asks for them and sees them. */
final class BatchViews {
  static final Batch<BatchRequest, BatchAnswers> FORM =
      new Batch<>(
          BatchRequest.getDefaultInstance(),
          BatchRequest::getPathsList,
          BatchViews::view,
          BatchAnswers.getDefaultInstance());

  private BatchViews() {}

  static BatchAnswers view(List<Batch.Answer> answers) {
    BatchAnswers.Builder view = BatchAnswers.newBuilder();
    answers.forEach(answer -> view.addAnswers(answer(answer)));
    return view.build();
  }

  private static BatchAnswer answer(Batch.Answer answer) {
    BatchAnswer.Builder view =
        BatchAnswer.newBuilder().setStatus(answer.status()).addAllDegraded(answer.degraded());
    answer.body().ifPresent(view::setBody);
    answer.retryAfter().ifPresent(view::setRetryAfter);
    return view.build();
  }
}
