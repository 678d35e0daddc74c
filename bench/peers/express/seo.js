// What search engines and link previews are told of a product.
import { mediaUrl } from './media.js';
import { decimal } from './price.js';

const STOREFRONT = process.env.STOREFRONT_URL ?? 'http://localhost:8080';
const AVAILABILITY = { available: 'InStock', out_of_stock: 'OutOfStock', preorder: 'PreOrder' };
const MOST = 320;

export function seo(product, price, status, rating) {
  const description = shortened(product.seoDescription || product.description);
  const canonical = STOREFRONT + product.link;
  const jsonLd = {
    '@type': 'Product',
    '@context': 'https://schema.org',
    name: product.title,
    description: description || undefined,
    sku: product.id,
    gtin: product.gtin || undefined,
    mpn: product.mpn || undefined,
    brand: product.brand ? { '@type': 'Brand', name: product.brand } : undefined,
    image: product.images.length
      ? product.images.map((image) => mediaUrl(image.url, 1920))
      : undefined,
    offers: {
      '@type': 'Offer',
      url: canonical,
      priceCurrency: price.currency,
      price: decimal(price),
      availability: AVAILABILITY[status] ? `https://schema.org/${AVAILABILITY[status]}` : undefined,
    },
    aggregateRating: rating?.count
      ? {
          '@type': 'AggregateRating',
          ratingValue: rating.averageTenths / 10,
          reviewCount: rating.count,
        }
      : undefined,
  };
  return {
    title: product.seoTitle || product.title,
    description: description || undefined,
    canonical,
    jsonLd: JSON.stringify(jsonLd).replaceAll('<', '\\u003c'),
  };
}

function shortened(text) {
  if (text.length <= MOST) {
    return text;
  }
  const space = text.lastIndexOf(' ', MOST - 1);
  const end = space > 0 ? space : MOST - 1;
  return `${text.slice(0, end)}…`;
}
