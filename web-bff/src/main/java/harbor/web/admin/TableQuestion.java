package harbor.web.admin;

import com.google.protobuf.Message;
import harbor.type.v1.TableQuery;

/**
 * What is asked of a table.
 *
 * @param pageToken empty: the first page
 */
record TableQuestion(TableQuery query, int pageSize, String pageToken) {
  /** As a core service wants to be asked: each such request has the same three fields. */
  @SuppressWarnings("unchecked") // the builder is that of the prototype
  <Q extends Message> Q request(Q prototype) {
    Message.Builder request = prototype.newBuilderForType();
    var type = prototype.getDescriptorForType();
    return (Q)
        request
            .setField(type.findFieldByName("query"), query)
            .setField(type.findFieldByName("page_size"), pageSize)
            .setField(type.findFieldByName("page_token"), pageToken)
            .build();
  }
}
