// Addresses of pictures that a client can load.
const MEDIA = process.env.MEDIA_URL ?? 'http://localhost:8088';

export function mediaUrl(template, size) {
  const sized = template.replaceAll('{size}', size);
  return sized.startsWith('/') ? MEDIA + sized : sized;
}
