package harbor.mobile.sync;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;

import com.google.protobuf.ByteString;
import harbor.catalog.v1.Category;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.cache.SchemaFingerprint;
import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.order.MobileOrderViews;
import harbor.mobile.search.CategoriesScreen;
import harbor.mobile.v1.CategoryTree;
import harbor.mobile.v1.Orders;
import harbor.mobile.v1.Sync;
import harbor.mobile.v1.SyncMark;
import harbor.mobile.v1.SyncMarks;
import harbor.mobile.v1.SyncProduct;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.pricing.v1.Price;
import harbor.reviews.v1.Rating;
import harbor.screens.order.OrderViews;
import harbor.screens.product.StockWords;
import harbor.type.v1.ListChangesRequest;
import harbor.type.v1.ListChangesResponse;
import harbor.users.v1.ProductMark;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What services are asked for a sync, what they say, and what of that the app is told. */
final class SyncViews {
  /** Stands for what an app knows of the view that does not say its version. */
  static final String VIEW = SchemaFingerprint.of(Sync.getDescriptor(), ByteString.EMPTY);

  private static final int THUMBNAIL = 400;

  private final MediaUrls media;
  private final OrderViews<harbor.mobile.v1.Order, Orders> orders;

  /** With pictures from there. */
  SyncViews(MediaUrls media) {
    this.media = media;
    this.orders = MobileOrderViews.of(media);
  }

  /**
   * What could be read of the products of a page.
   *
   * @param cards what they are; without those that are not sold
   * @param prices what they cost; empty when nobody could say
   * @param stock whether they can be bought; empty when nobody could say
   * @param ratings what is thought of them; empty when nobody could say
   */
  record Read(
      Map<String, harbor.catalog.v1.Product> cards,
      Optional<Map<String, Price>> prices,
      Optional<Map<String, Stock>> stock,
      Optional<Map<String, Rating>> ratings) {
    boolean isComplete() {
      return prices.isPresent() && stock.isPresent() && ratings.isPresent();
    }

    /** Services that could not say. */
    Set<SyncSource> unread() {
      Set<SyncSource> unread = new TreeSet<>();
      if (prices.isEmpty()) {
        unread.add(SyncSource.PRICING);
      }
      if (stock.isEmpty()) {
        unread.add(SyncSource.INVENTORY);
      }
      if (ratings.isEmpty()) {
        unread.add(SyncSource.REVIEWS);
      }
      return unread;
    }
  }

  /** What else a message tells of. */
  record Stated(
      List<ProductMark> favourites,
      List<ProductMark> seen,
      List<Order> underWay,
      List<Category> categories) {}

  /** Asks for changes after a place. */
  static ListChangesRequest changes(String place, Collection<String> ids) {
    return ListChangesRequest.newBuilder().setResumeToken(place).addAllIds(ids).build();
  }

  /** What a service said. */
  static Told told(ListChangesResponse response) {
    return new Told(response.getResumeToken(), response.getIdsList(), response.getMore());
  }

  /** What there is now. */
  static SyncSet.Stated stated(
      List<ProductMark> favourites,
      List<ProductMark> seen,
      List<Order> underWay,
      List<Order> changed) {
    Map<String, Set<String>> open = products(underWay);
    Map<String, Set<String>> ended = products(changed);
    ended.keySet().removeAll(open.keySet());
    return new SyncSet.Stated(ids(favourites), ids(seen), open, ended);
  }

  private static Set<String> ids(List<ProductMark> marks) {
    return marks.stream().map(ProductMark::getProductId).collect(toCollection(LinkedHashSet::new));
  }

  private static Map<String, Set<String>> products(List<Order> orders) {
    return orders.stream()
        .collect(
            toMap(
                Order::getId,
                order ->
                    order.getLinesList().stream()
                        .map(OrderLine::getProductId)
                        .collect(toCollection(TreeSet::new)),
                (one, _) -> one,
                LinkedHashMap::new));
  }

  /** One message. */
  Sync view(SyncQuestion question, SyncPage page, Stated stated, Read read) {
    Sync.Builder view = Sync.newBuilder().setMore(page.more());
    CategoryTree tree = CategoriesScreen.view(stated.categories());
    String categories = SyncToken.hash(tree.toByteArray());
    SyncToken token = page.set().token();
    if (page.isFirst()) {
      view.setFavourites(marks(page.set().favourites(), stated.favourites()));
      view.setRecentlySeen(marks(page.set().seen(), stated.seen()));
      if (!categories.equals(token.categories())) {
        view.setCategories(tree);
      }
    } else {
      categories = token.categories();
    }
    addOrders(view, page, stated.underWay());
    boolean isAnyRead = addProducts(view, page, read);
    return view.setToken(
            page.next(categories, isAnyRead ? read.unread() : Set.of())
                .text(question.subject(), question.knows()))
        .build();
  }

  private static SyncMarks marks(SyncSet.Changed changed, List<ProductMark> now) {
    SyncMarks.Builder view = SyncMarks.newBuilder().addAllRemoved(changed.removed());
    now.stream()
        .filter(mark -> changed.put().contains(mark.getProductId()))
        .forEach(
            mark ->
                view.addPut(
                    SyncMark.newBuilder()
                        .setProductId(mark.getProductId())
                        .setMarkedAt(mark.getMarkedAt())));
    return view.build();
  }

  private void addOrders(Sync.Builder view, SyncPage page, List<Order> underWay) {
    Set<String> put = Set.copyOf(page.ids(SyncKey.Kind.ORDER, false));
    underWay.stream()
        .filter(order -> put.contains(order.getId()))
        .forEach(
            order ->
                view.addOrders(
                    orders.view().apply(OrderViews.Content.of(order, Map.of()), Locale.ROOT)));
    view.addAllRemovedOrders(page.ids(SyncKey.Kind.ORDER, true));
  }

  private boolean addProducts(Sync.Builder view, SyncPage page, Read read) {
    for (String id : page.ids(SyncKey.Kind.PRODUCT, false)) {
      harbor.catalog.v1.Product card = read.cards().get(id);
      if (card == null) {
        view.addRemovedProducts(id);
      } else {
        view.addProducts(product(card, read));
      }
    }
    view.addAllRemovedProducts(page.ids(SyncKey.Kind.PRODUCT, true));
    return view.getProductsCount() > 0;
  }

  private SyncProduct product(harbor.catalog.v1.Product card, Read read) {
    SyncProduct.Builder view =
        SyncProduct.newBuilder()
            .setId(card.getId())
            .setComplete(read.isComplete())
            .setName(card.getShortTitle());
    if (card.getImagesCount() > 0) {
      view.setImage(media.url(card.getImages(0).getUrl(), THUMBNAIL));
    }
    read.prices().map(prices -> prices.get(card.getId())).ifPresent(price -> add(view, price));
    read.stock().map(stock -> stock.get(card.getId())).ifPresent(stock -> add(view, stock));
    read.ratings()
        .map(ratings -> ratings.get(card.getId()))
        .filter(rating -> rating.getCount() > 0)
        .ifPresent(rating -> view.setRating(rating.getAverageTenths() / 10f));
    return view.build();
  }

  private static void add(SyncProduct.Builder view, Price price) {
    view.setPriceMinor(Math.toIntExact(price.getCurrent().getMinor()))
        .setCurrency(price.getCurrent().getCurrency());
  }

  private static void add(SyncProduct.Builder view, Stock stock) {
    view.setStockStatus(StockWords.of(stock.getStatus()));
    if (stock.getLow() && stock.hasAvailable()) {
      view.setLeft(Math.toIntExact(stock.getAvailable()));
    }
  }
}
