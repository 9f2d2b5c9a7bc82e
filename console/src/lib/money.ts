// Money as decimal text. Nothing here passes through a double: units are counted in a bigint.

interface Decimal {
  units: bigint;
  decimals: number;
}

const decimalText = /^(-?)(\d+)(?:\.(\d+))?$/;
const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;

function parse(text: string): Decimal | undefined {
  const found = decimalText.exec(text);
  if (!found) return undefined;
  const fraction = found[3] ?? "";
  return { units: BigInt(found[1]! + found[2]! + fraction), decimals: fraction.length };
}

function unitsAt(value: Decimal, decimals: number): bigint {
  return value.units * 10n ** BigInt(decimals - value.decimals);
}

function text(units: bigint, decimals: number): string {
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** The sum, or undefined when either is not plain decimal text. */
export function add(left: string, right: string): string | undefined {
  const a = parse(left);
  const b = parse(right);
  if (!a || !b) return undefined;
  const decimals = Math.max(a.decimals, b.decimals);
  return text(unitsAt(a, decimals) + unitsAt(b, decimals), decimals);
}

export function negate(amount: string): string {
  return amount.startsWith("-") ? amount.slice(1) : `-${amount}`;
}

const decimalsOf = new Map<string, number>();

function currencyDecimals(currency: string): number {
  const known = decimalsOf.get(currency);
  if (known !== undefined) return known;
  let decimals = 2;
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    decimals = format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    // Not a currency that the browser knows: two decimals, as the server assumes.
  }
  decimalsOf.set(currency, decimals);
  return decimals;
}

/** `1234.5` in USD as `1,234.50`. Digits beyond the currency's decimals are kept, never rounded. */
export function formatAmount(amount: string, currency: string): string {
  const value = parse(amount);
  if (!value) return amount;
  const decimals = Math.max(value.decimals, currencyDecimals(currency));
  const [whole, fraction] = text(unitsAt(value, decimals), decimals).split(".");
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ",").replace("-", "\u2212");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** What the user typed, as JSON: the number as typed, or a string for the server to judge. */
export function amountJson(typed: string): string {
  const trimmed = typed.trim();
  return jsonNumber.test(trimmed) ? trimmed : JSON.stringify(trimmed);
}
