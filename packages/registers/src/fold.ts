const marks = /\p{M}+/gu;
const vowel = "aăâeêioôơuưyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ";
const toneMark = /[\u0300\u0301\u0303\u0309\u0323]/u;

/** Fold a name of a list: case, hyphens, spaces, apostrophes and dots go; tone marks stay. */
export const foldListName = (text: string): string =>
  text
    .normalize("NFC")
    .toLowerCase()
    .replace(/[\s\u00a0'’‘ʼ`´\-‐‑–—.]+/gu, "");

/**
 * Fold for search: no tone marks, no accents, đ as d, lower case, single spaces. Never for stored
 * data.
 */
export const foldForSearch = (text: string): string =>
  text.normalize("NFD").replace(marks, "").replace(/[đĐ]/gu, "d").toLowerCase().replace(/\s+/gu, " ").trim();

const moveTone = (first: string, second: string): string => {
  const decomposed = second.normalize("NFD");
  const tone = toneMark.exec(decomposed)?.[0];
  if (tone === undefined) return first + second;
  return `${first}${tone}`.normalize("NFC") + decomposed.replace(tone, "").normalize("NFC");
};

const newStyle = new RegExp(`(^|[^${vowel}q])([ou])([àáảãạèéẻẽẹỳýỷỹỵ])(?![\\p{L}\\p{M}])`, "giu");

/**
 * Write open oa, oe and uy the older way (hoà becomes hòa), so that both spellings are found.
 * Search only.
 */
export const unifyTonePlacement = (text: string): string =>
  text.normalize("NFC").replace(newStyle, (whole, before: string, first: string, second: string) => {
    const pair = `${first}${second}`.normalize("NFD").replace(marks, "").toLowerCase();
    return pair === "oa" || pair === "oe" || pair === "uy" ? before + moveTone(first, second) : whole;
  });
