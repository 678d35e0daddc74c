package harbor.kit.bff.answer;

/** What can happen to a request in the BFF itself; an {@link ErrorTable} has a row for each. */
public enum EdgeEvent {
  /** The request, or a field of it, is malformed; the detail says what would fit. */
  BAD_REQUEST,
  /** No route of ours. */
  UNKNOWN_ROUTE,
  /** This version of the route is over; the detail says what is there instead. */
  GONE,
  /** What the route shows was there, and is not any more. */
  WITHDRAWN,
  /** The route exists, but not with this method; the detail lists those that it knows. */
  METHOD_NOT_ALLOWED,
  /** Only those who have signed in may ask. */
  NOT_SIGNED_IN,
  /** A change without what shows that a page or app of ours sent it. */
  CSRF,
  /** A change by a page of another session, or of none, than the one that it was sent with. */
  SESSION_CHANGED,
  /** The body is in no form that we read; the detail lists what we do. */
  UNSUPPORTED_MEDIA_TYPE,
  /** A change must say which version it changes. */
  PRECONDITION_REQUIRED,
  /** Nothing that we can send is acceptable; the detail lists what we can. */
  NOT_ACCEPTABLE,
  /** The client took too long to send the request. */
  SLOW_REQUEST,
  /** The body is over its limit. */
  LARGE_BODY,
  /** The request line is over its limit. */
  LONG_REQUEST_LINE,
  /** This client sends too much. */
  RATE_LIMITED,
  /** The headers are over their limit. */
  LARGE_HEADERS,
  /** A fault of ours. */
  BUG,
  /** The server takes no work now: too much of it, or about to stop. */
  OVERLOADED,
  /** Who asks cannot be known now. */
  SIGN_IN_UNAVAILABLE,
  /** The request was there, but its answer was not within the server's time. */
  LATE,
  /** A 4xx that no other event has; it keeps its status. */
  OTHER_CLIENT_ERROR,
  /** A 5xx that no other event has; it keeps its status. */
  OTHER_SERVER_ERROR
}
