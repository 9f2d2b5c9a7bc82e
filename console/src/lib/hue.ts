// A steady colour for each event type, so that the eye finds it again. There are eight, in tokens.css.

const hues = 8;

export function hueOf(type: string): number {
  let sum = 7;
  for (const letter of type) sum = (sum * 31 + letter.codePointAt(0)!) >>> 0;
  return sum % hues;
}
