// The core services as this backend calls them: one stub each, a deadline on every call.
import path from 'node:path';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';

export const PROTO = process.env.PROTO_DIR ?? path.resolve(import.meta.dirname, '../../../proto');

const definition = protoLoader.loadSync(
  ['catalog', 'inventory', 'pricing', 'reviews', 'recommendations', 'shipping'].map(
    (name) => `harbor/${name}/v1/${name}_service.proto`,
  ),
  { includeDirs: [PROTO], keepCase: false, longs: Number, enums: String, defaults: true },
);
const { harbor } = grpc.loadPackageDefinition(definition);

function stub(Service, name) {
  return new Service(process.env[`${name}_TARGET`], grpc.credentials.createInsecure());
}

const catalog = stub(harbor.catalog.v1.CatalogService, 'CATALOG');
const inventory = stub(harbor.inventory.v1.InventoryService, 'INVENTORY');
const pricing = stub(harbor.pricing.v1.PricingService, 'PRICING');
const reviews = stub(harbor.reviews.v1.ReviewsService, 'REVIEWS');
const recommendations = stub(harbor.recommendations.v1.RecommendationsService, 'RECOMMENDATIONS');
const shipping = stub(harbor.shipping.v1.ShippingService, 'SHIPPING');

function call(client, method, request, timeout) {
  return new Promise((resolve, reject) => {
    client[method](request, { deadline: Date.now() + timeout }, (error, response) =>
      error ? reject(error) : resolve(response),
    );
  });
}

export const product = (productId, view, timeout) =>
  call(catalog, 'getProduct', { productId, view }, timeout).then((answer) => answer.product);

// False is the default, which protobufjs would send when it is named.
export const stock = (productId, includePlaces, timeout) =>
  call(inventory, 'getStock', { productId, includePlaces: includePlaces || undefined }, timeout).then((answer) => answer.stock);

export const rating = (productId, timeout) =>
  call(reviews, 'getRating', { productId }, timeout).then((answer) => answer.rating);

export const price = (productId, timeout) =>
  call(pricing, 'getPrice', { productId }, timeout).then((answer) => answer.price);

export const newestReviews = (productId, timeout) =>
  call(reviews, 'listReviews', { productId, pageSize: 20 }, timeout);

export const related = (productId, timeout) =>
  call(recommendations, 'listRelatedProducts', { productId, pageSize: 10 }, timeout).then(
    (answer) => answer.recommendations,
  );

export const delivery = (productId, timeout) =>
  call(shipping, 'getDelivery', { productId }, timeout).then((answer) => answer.delivery);

// What an optional call became: its answer, or its fallback and its name in `missing`.
export function optional(promise, name, fallback, missing) {
  return promise.catch(() => {
    missing.push(name);
    return fallback;
  });
}

export const isNotFound = (error) => error.code === grpc.status.NOT_FOUND;
