package harbor.shipping.shipment;

/** What came of a change of a shipment. */
public sealed interface Outcome {
  /** Done, now or before. */
  record Done(Shipment shipment) implements Outcome {}

  /** There is none, and no plan that arrives later makes one. */
  record Undone() implements Outcome {}

  /** The step has a shipment of something else. */
  record OfOtherContent() implements Outcome {}

  /** The method is not offered at the destination in the order's currency. */
  record NotOffered() implements Outcome {}

  /** There is no such shipment. */
  record Unknown() implements Outcome {}

  /** It was taken back. */
  record Cancelled() implements Outcome {}

  /** The carrier has it. */
  record Left() implements Outcome {}

  /** It may not leave. */
  record NotReleased() implements Outcome {}
}
