package harbor.e2e;

import harbor.kit.service.identity.TestTokens;
import harbor.type.v1.Access;
import harbor.type.v1.Subject;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whose the answers of a method of a core service are, and how it is called in the test of that. In
 * the request {@code $cart} is an id that belongs to the customer whom others are after.
 *
 * @param method its full name
 * @param whose whose its answers are
 * @param request as JSON
 */
record MethodRule(String method, Whose whose, String request) {
  private static final String STATED =
      """
      harbor.catalog.v1.CatalogService/
        GetProduct everybodys {"product_id":"HB1001"}
        BatchGetProducts everybodys {"product_ids":["HB1001","HB1002"]}
        SearchProducts everybodys {"query":"chair"}
        ListCategories everybodys
      harbor.users.v1.UsersService/
        GetUser owners_or_administrators {"user_id":"$user"}
        UpdateProfile owners {"user":{"user_id":"$user","display_name":"Kim"},"update_mask":"displayName","expected_version":1}
        ListAddresses customers
        GetAddress owners {"address_id":"$address"}
        PutAddress owners {"address_id":"$address","postal":{"name":"Kim","lines":["Weg 3"],"destination":{"country":"DE","postal_code":"28197"},"city":"Ort"},"expected_version":1}
        DeleteAddress owners {"address_id":"$address","expected_version":1}
        ListPointMonths customers {"time_zone":"Europe/Berlin"}
        ListMarks customers {"list":"MARK_LIST_FAVOURITES"}
        MarkProduct customers {"list":"MARK_LIST_FAVOURITES","product_id":"HB1009"}
        UnmarkProduct customers {"list":"MARK_LIST_FAVOURITES","product_id":"HB1002"}
      harbor.carts.v1.CartsService/
        GetCart owners {"cart_id":"$cart"}
        GetOwnCart callers
        CreateCart callers
        AddLine owners {"cart_id":"$cart","product_id":"HB1002","quantity":1}
        ChangeLine owners {"cart_id":"$cart","line_id":"$line","quantity":2,"expected_version":2}
        RemoveLine owners {"cart_id":"$cart","line_id":"$line","expected_version":2}
        SetCoupon owners {"cart_id":"$cart","code":"ANY","expected_version":2}
        RemoveCoupon owners {"cart_id":"$cart","expected_version":2}
        MergeGuestCart owners {"guest_id":"$user"}
      harbor.orders.v1.OrdersService/
        PlaceOrder owners {"offer_id":"$offer","card_token":"tok_approve","guest_mail":"kim@example.com","address":{"name":"Kim","lines":["Weg 3"],"city":"Ort","destination":{"country":"DE","postal_code":"28197"}}}
        ListOrderMonths customers {"time_zone":"Europe/Berlin"}
        GetOrder owners {"order_id":"$order"}
        ListOrders callers
        BatchGetOrders owners {"order_ids":["$order"]}
        CancelOrder owners {"order_id":"$order"}
        ReturnPieces owners {"order_id":"$order","lines":[{"number":1,"quantity":1}]}
      harbor.reviews.v1.ReviewsService/
        GetRating everybodys {"product_id":"HB1001"}
        BatchGetRatings everybodys {"product_ids":["HB1001"]}
        ListReviews everybodys {"product_id":"HB1001"}
        SubmitReview customers {"product_id":"HB1002","rating":5,"title":"Good","body":"It is.","author":"Kim"}
      harbor.content.v1.ContentService/
        ListSections everybodys {"screen":"home"}
        ListFlags everybodys
      harbor.tax.v1.TaxService/
        ListTaxRegions everybodys
      harbor.shipping.v1.ShippingService/
        QuoteShipping everybodys {"destination":{"country":"DE","postal_code":"28197"},"items":[{"product_id":"HB1001","quantity":1}],"goods_minor":1000,"currency":"EUR"}
        BatchGetDelivery everybodys {"product_ids":["HB1001"]}
        GetDelivery everybodys {"product_id":"HB1001"}
      harbor.inventory.v1.ReservationsService/
        ListPlaces everybodys
      harbor.inventory.v1.InventoryService/
        GetStock everybodys {"product_id":"HB1001"}
        BatchGetStock everybodys {"product_ids":["HB1001"]}
        ListNearestPlaces everybodys {"latitude":52.5,"longitude":13.4,"page_size":3}
      harbor.recommendations.v1.RecommendationsService/
        ListRelatedProducts everybodys {"product_id":"HB1001","page_size":3}
        ListForPerson everybodys {"product_ids":["HB1001"],"page_size":3}
      harbor.pricing.v1.OffersService/
        MakeOffer callers {"cart_id":"c-asker","cart_version":2,"items":[{"product_id":"HB1005","quantity":1}],"destination":{"country":"DE","postal_code":"28197"}}
        GetOffer owners {"offer_id":"$offer"}
        GetSubtotal everybodys {"items":[{"product_id":"HB1005","quantity":1}]}
      harbor.pricing.v1.PricingService/
        GetPrice everybodys {"product_id":"HB1001"}
        BatchGetPrices everybodys {"product_ids":["HB1001"]}
      harbor.type.v1.ChangesService/
        ListChanges customers
      harbor.type.v1.PersonalDataService/
        ExportOwnData customers
        EraseOwnData ends_caller
      """;

  /**
   * One for each method that has one: what the contract keeps from the BFFs' customers is said by
   * that, all others stand here.
   */
  static Map<String, MethodRule> of(Collection<MethodDescriptor<?, ?>> methods) {
    Map<String, MethodRule> rules = new TreeMap<>();
    stated().forEach(rule -> rules.put(rule.method(), rule));
    methods.forEach(
        method ->
            byContract(TestTokens.access(method).orElseThrow())
                .ifPresent(
                    whose ->
                        rules.putIfAbsent(
                            method.getFullMethodName(),
                            new MethodRule(method.getFullMethodName(), whose, "{}"))));
    return rules;
  }

  private static Optional<Whose> byContract(Access access) {
    if (!access.getRole().isEmpty()) {
      return Optional.of(Whose.ADMINISTRATORS);
    }
    return access.getSubject() == Subject.SUBJECT_NONE || !access.getCallersList().contains("*-bff")
        ? Optional.of(Whose.PROCESSES)
        : Optional.empty();
  }

  /** Below each service its methods, each with whose it is and its request. */
  private static List<MethodRule> stated() {
    List<MethodRule> rules = new ArrayList<>();
    String service = "";
    for (String line : STATED.lines().toList()) {
      if (line.startsWith(" ")) {
        List<String> parts = List.of(line.strip().split(" ", 3));
        rules.add(
            new MethodRule(
                service + parts.get(0),
                Whose.valueOf(parts.get(1).toUpperCase(Locale.ROOT)),
                parts.size() > 2 ? parts.get(2) : "{}"));
      } else {
        service = line;
      }
    }
    return rules;
  }
}
