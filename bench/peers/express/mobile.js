// The product on the phone: six fields of protobuf from three calls.
import path from 'node:path';
import protobuf from 'protobufjs';
import * as cores from './cores.js';
import { mediaUrl } from './media.js';

const root = new protobuf.Root();
root.resolvePath = (_, target) => path.resolve(cores.PROTO, target);
root.loadSync('harbor/mobile/v1/product.proto');
const Product = root.lookupType('harbor.mobile.v1.Product');

const STATUS = {
  STOCK_STATUS_AVAILABLE: 'available',
  STOCK_STATUS_PREORDER: 'available',
  STOCK_STATUS_BACKORDER: 'backorder',
  STOCK_STATUS_OUT_OF_STOCK: 'out_of_stock',
};

export async function mobileProduct(req, res) {
  const { id } = req.params;
  const missing = [];
  const [product, stock, rating] = await Promise.all([
    cores.product(id, 'PRODUCT_VIEW_CARD', 150),
    cores.optional(cores.stock(id, false, 80), 'inventory.stock', null, missing),
    cores.optional(cores.rating(id, 80), 'reviews.rating', null, missing),
  ]);
  const view = {
    id: product.id,
    name: product.shortTitle,
    price: product.price.minor,
    image: product.images.length === 0 ? '' : mediaUrl(product.images[0].url, 400),
    rating: (rating?.averageTenths ?? 0) / 10,
    stockStatus: STATUS[stock?.status] ?? 'unknown',
  };
  if (missing.length > 0) {
    res.set('X-Degraded', missing.join(', '));
  }
  res.type('application/x-protobuf').send(Buffer.from(Product.encode(view).finish()));
}
