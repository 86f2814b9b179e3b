const digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

const digit = (value: number): string => digits[value] ?? "";

const belowHundred = (value: number): string => {
  if (value < 10) return digit(value);
  const [tens, units] = [Math.floor(value / 10), value % 10];
  const head = tens === 1 ? "mười" : `${digit(tens)} mươi`;
  if (units === 0) return head;
  if (units === 1 && tens > 1) return `${head} mốt`;
  return `${head} ${units === 5 ? "lăm" : digit(units)}`;
};

/** A number from 0 to 9999 in words, in the official form ("hai nghìn không trăm linh tám"). */
export const numberInWords = (value: number): string => {
  if (value < 100) return belowHundred(value);
  const [thousands, rest] = [Math.floor(value / 1000), value % 1000];
  const words = thousands === 0 ? [] : [digit(thousands), "nghìn"];
  if (rest === 0) return words.join(" ");
  words.push(digit(Math.floor(rest / 100)), "trăm");
  const last = rest % 100;
  if (last > 0 && last < 10) words.push("linh", digit(last));
  else if (last > 0) words.push(belowHundred(last));
  return words.join(" ");
};

const values = new Map([
  ...digits.map((word, value): [string, number] => [word, value]),
  ["mốt", 1],
  ["tư", 4],
  ["lăm", 5],
  ["nhăm", 5],
  ["bẩy", 7],
]);

/** Said for two tens and three tens with a unit: "hăm lăm" is 25. */
const contractions = new Map([
  ["hăm", 20],
  ["băm", 30],
]);

const readBelowHundred = (words: readonly string[]): number | undefined => {
  const [first = "", second, third] = words;
  if (words.length === 0 || words.length > 3) return undefined;
  const contracted = contractions.get(first);
  if (contracted !== undefined) {
    if (words.length > 2) return undefined;
    const unit = second === undefined ? 0 : values.get(second);
    return unit === undefined ? undefined : contracted + unit;
  }
  if (first === "mười") {
    const unit = second === undefined ? 0 : values.get(second);
    return unit === undefined || third !== undefined ? undefined : 10 + unit;
  }
  const value = values.get(first);
  if (value === undefined) return undefined;
  if (second === undefined) return value;
  if (second === "mươi" || second === "chục") {
    const unit = third === undefined ? 0 : values.get(third);
    return unit === undefined ? undefined : value * 10 + unit;
  }
  const unit = values.get(second);
  return unit === undefined || third !== undefined ? undefined : value * 10 + unit;
};

const readBelowThousand = (words: readonly string[]): number | undefined => {
  const at = words.indexOf("trăm");
  if (at < 0) {
    const short = words[0] === "linh" || words[0] === "lẻ" ? words.slice(1) : words;
    return readBelowHundred(short);
  }
  const hundreds = at === 1 ? values.get(words[0] ?? "") : undefined;
  if (hundreds === undefined) return undefined;
  const tail = words.slice(at + 1);
  if (tail.length === 0) return hundreds * 100;
  const rest = readBelowHundred(tail[0] === "linh" || tail[0] === "lẻ" ? tail.slice(1) : tail);
  return rest === undefined ? undefined : hundreds * 100 + rest;
};

/**
 * The number that the words say, or undefined. Knows mốt, tư, lăm and nhăm, hăm, lẻ for linh, ngàn
 * for nghìn, and years said digit by digit ("một chín chín tám").
 */
export const parseNumberWords = (words: readonly string[]): number | undefined => {
  const at = words.findIndex((word) => word === "nghìn" || word === "ngàn");
  if (at >= 0) {
    const thousands = at === 1 ? values.get(words[0] ?? "") : undefined;
    if (thousands === undefined) return undefined;
    const tail = words.slice(at + 1);
    const rest = tail.length === 0 ? 0 : readBelowThousand(tail);
    return rest === undefined ? undefined : thousands * 1000 + rest;
  }
  if (words.length === 4 && words.every((word) => values.get(word) !== undefined)) {
    return words.reduce((total, word) => total * 10 + (values.get(word) ?? 0), 0);
  }
  return readBelowThousand(words);
};
