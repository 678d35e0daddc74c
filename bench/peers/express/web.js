// The product page of the browser: JSON from six calls.
import { randomBytes } from 'node:crypto';
import * as cores from './cores.js';
import { page } from './page.js';

export async function webProduct(req, res) {
  const startedAt = Date.now();
  const { id } = req.params;
  const missing = [];
  const [product, stock, price, reviews, related, delivery] = await Promise.all([
    cores.product(id, 'PRODUCT_VIEW_FULL', 200),
    cores.optional(cores.stock(id, true, 150), 'inventory.stock', null, missing),
    cores.optional(cores.price(id, 150), 'pricing.price', null, missing),
    cores.optional(cores.newestReviews(id, 150), 'reviews.list', null, missing),
    cores.optional(cores.related(id, 150), 'recommendations.related', [], missing),
    cores.optional(cores.delivery(id, 150), 'shipping.delivery', null, missing),
  ]);
  if (missing.length > 0) {
    res.set('X-Degraded', missing.join(', '));
  }
  res.json({
    ...page(product, stock, price, reviews, related, delivery),
    meta: {
      traceId: randomBytes(16).toString('hex'),
      generatedAt: new Date().toISOString(),
      latencyMs: Date.now() - startedAt,
      degraded: missing.length > 0,
      missing,
    },
  });
}
