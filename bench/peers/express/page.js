// The view of the product page. Members that are absent are undefined, which JSON leaves out.
import { mediaUrl } from './media.js';
import { priceView } from './price.js';
import { seo } from './seo.js';

const CONDITION = { CONDITION_REFURBISHED: 'refurbished', CONDITION_USED: 'used' };
const REASON = {
  RECOMMENDATION_REASON_BOUGHT_TOGETHER: 'bought_together',
  RECOMMENDATION_REASON_SIMILAR: 'similar',
};
const STATUS = {
  STOCK_STATUS_AVAILABLE: 'available',
  STOCK_STATUS_PREORDER: 'preorder',
  STOCK_STATUS_BACKORDER: 'backorder',
  STOCK_STATUS_OUT_OF_STOCK: 'out_of_stock',
};

export function page(product, stock, price, reviews, related, delivery) {
  const current = price?.current ?? product.price;
  const status = STATUS[stock?.status] ?? 'unknown';
  return {
    id: product.id,
    name: product.title,
    description: product.description || undefined,
    price: priceView(current),
    ...sale(price),
    images: product.images.map(image),
    specifications: specifications(product.specifications),
    relatedProducts: related.map(relatedProduct),
    reviews: reviews?.reviews.map(review) ?? [],
    breadcrumbs: breadcrumbs(product.categoryPath),
    rating: reviews ? rating(reviews.rating) : undefined,
    stock: {
      status,
      left: stock?.low ? stock.available : undefined,
      places: stock?.places.map(place) ?? [],
    },
    delivery: delivery?.window ?? undefined,
    seo: seo(product, current, status, reviews?.rating),
    brand: product.brand || undefined,
    shortName: product.shortTitle,
    highlights: product.highlights,
    gtin: product.gtin || undefined,
    mpn: product.mpn || undefined,
    condition: CONDITION[product.condition] ?? 'new',
    color: product.color || undefined,
    material: product.material || undefined,
    size: product.size || undefined,
    dimensions: dimensions(product),
    energyEfficiencyClass: product.energyEfficiencyClass || undefined,
    countryOfOrigin: product.countryOfOrigin || undefined,
    warrantyMonths: product.warrantyMonths || undefined,
    variantGroupId: product.itemGroupId || undefined,
    launchDate: product.launchDate || undefined,
    unitPricingMeasure: product.unitPricingMeasure || undefined,
    multipack: Math.max(1, product.multipack),
    adult: product.adult,
    link: product.link,
  };
}

function sale(price) {
  if (!price?.saving) {
    return {};
  }
  return {
    oldPrice: priceView(price.list),
    discount: {
      percent: Math.trunc(price.discountBasisPoints / 100),
      saving: priceView(price.saving),
      lowestBeforeSale: price.lowestBeforeSale ? priceView(price.lowestBeforeSale) : undefined,
    },
  };
}

const image = ({ url, alt }) => ({
  url: mediaUrl(url, 1920),
  alt: alt || undefined,
  mediumUrl: mediaUrl(url, 400),
  thumbnailUrl: mediaUrl(url, 120),
});

const relatedProduct = (other) => ({
  id: other.productId,
  name: other.title,
  imageUrl: mediaUrl(other.imageUrl, 400),
  price: priceView(other.price),
  reason: REASON[other.reason],
  link: `/p/${other.productId}`,
});

const review = (from) => ({
  id: from.id,
  rating: from.rating,
  title: from.title || undefined,
  body: from.body || undefined,
  author: from.author || undefined,
  writtenAt: new Date(from.writtenAt.seconds * 1000).toISOString().replace('.000Z', 'Z'),
  verifiedPurchase: from.verifiedPurchase,
});

const rating = ({ averageTenths, count, histogram }) => ({
  average: averageTenths / 10 || undefined,
  count,
  histogram,
});

const place = ({ placeId, placeName, available }) => ({
  placeId,
  name: placeName,
  plenty: available > 5,
});

function dimensions({ shippingWeightGrams, lengthMm, widthMm, heightMm }) {
  return shippingWeightGrams + lengthMm + widthMm + heightMm > 0
    ? {
        weightGrams: shippingWeightGrams || undefined,
        lengthMm: lengthMm || undefined,
        widthMm: widthMm || undefined,
        heightMm: heightMm || undefined,
      }
    : undefined;
}

function breadcrumbs(path) {
  let link = '/c';
  return path.map((name) => {
    link += `/${slug(name)}`;
    return { name, link };
  });
}

function slug(name) {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || '-';
}

// A name that stands under several headings is told apart by its heading.
function specifications(lines) {
  const times = new Map();
  for (const { name } of lines) {
    times.set(name, (times.get(name) ?? 0) + 1);
  }
  const named = new Map();
  for (const { section, name, value } of lines) {
    const full = times.get(name) > 1 && section !== '' ? `${section}: ${name}` : name;
    if (named.has(full)) {
      named.set(full, `${named.get(full)}, ${value}`);
    } else if (named.size < 50) {
      named.set(full, value);
    }
  }
  return Object.fromEntries(named);
}
