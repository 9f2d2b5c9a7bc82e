// A steady colour for each event type, so that the eye finds it again. There are eight, in
// tokens.css.

const hues = 8;
const taken = new Map<string, number>();

/** The name decides; while colours are free, the second type of one takes the next. */
export function hueOf(type: string): number {
  const known = taken.get(type);
  if (known !== undefined) return known;
  let hue = hashOf(type) % hues;
  const used = new Set(taken.values());
  while (used.size < hues && used.has(hue)) hue = (hue + 1) % hues;
  taken.set(type, hue);
  return hue;
}

function hashOf(text: string): number {
  let sum = 7;
  for (const letter of text) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0;
  return sum;
}
