// Amounts: to compute with, and to show.
const formats = new Map();

function format(currency) {
  let known = formats.get(currency);
  if (!known) {
    const style = new Intl.NumberFormat('en', { style: 'currency', currency });
    known = { style, digits: style.resolvedOptions().maximumFractionDigits };
    formats.set(currency, known);
  }
  return known;
}

export function priceView({ minor, currency }) {
  const { style, digits } = format(currency);
  return { minor, currency, formatted: style.format(minor / 10 ** digits) };
}

export function decimal({ minor, currency }) {
  const { digits } = format(currency);
  return (minor / 10 ** digits).toFixed(digits);
}
