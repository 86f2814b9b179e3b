const onsets = new Set(",b,c,ch,d,đ,g,gh,h,k,kh,l,m,n,ng,ngh,nh,p,ph,q,r,s,t,th,tr,v,x".split(","));

/** Vowels of a syllable, and the consonants that may close it ("" = open). */
const rimes: Readonly<Record<string, string>> = {
  a: ",c,ch,m,n,ng,nh,p,t",
  ă: "c,m,n,ng,p,t",
  â: "c,m,n,ng,p,t",
  e: ",c,m,n,ng,p,t",
  ê: ",ch,m,n,nh,p,t",
  i: ",ch,m,n,nh,p,t,c,ng",
  o: ",c,m,n,ng,p,t",
  ô: ",c,m,n,ng,p,t",
  ơ: ",m,n,p,t",
  u: ",c,m,n,ng,p,t",
  ư: ",c,m,n,ng,t",
  y: ",ch,m,n,nh,p,t",
  ai: "",
  ao: "",
  au: "",
  ay: "",
  âu: "",
  ây: "",
  eo: "",
  êu: "",
  ia: "",
  iê: "c,m,n,ng,p,t",
  iêu: "",
  iu: "",
  oa: ",c,ch,m,n,ng,nh,p,t",
  oai: "",
  oao: "",
  oay: "",
  oă: "c,m,n,ng,t",
  oe: ",n,t",
  oeo: "",
  oi: "",
  oo: "c,ng",
  ôi: "",
  ơi: "",
  ua: ",c,n,ng,t",
  uâ: "n,ng,t",
  uây: "",
  uê: ",ch,n,nh",
  ui: "",
  uô: "c,m,n,ng,t",
  uôi: "",
  uơ: "",
  uy: ",ch,n,nh,p,t",
  uya: "",
  uyê: "n,t",
  uyu: "",
  ưa: "",
  ưi: "",
  ươ: "c,m,n,ng,p,t",
  ươi: "",
  ươu: "",
  ưu: "",
  yê: "m,n,ng,t",
  yêu: "",
};

const tones = /[\u0300\u0301\u0303\u0309\u0323]/gu;
const shape = /^(gi|qu|[bcdđghklmnpqrstvx]{0,3})([aăâeêioôơuưy]{1,3})([chmngpt]{0,2})$/u;
const bareGi = /^g(i)([chmngpt]{0,2})$/u;

const isRime = (onset: string, vowels: string, coda: string): boolean => {
  const start = onset === "gi" ? "g" : onset === "qu" ? "q" : onset;
  const rime = onset === "gi" && vowels.startsWith("ê") ? `i${vowels}` : vowels;
  return onsets.has(start) && rimes[rime]?.split(",").includes(coda) === true;
};

/** Positions in `vowels` that may bear the tone mark; oa, oe and uy have two customs. */
const tonePositions = (vowels: string, coda: string): number[] => {
  const strong = Math.max(...["ă", "â", "ê", "ô", "ơ"].map((vowel) => vowels.indexOf(vowel)));
  if (strong >= 0) return [strong];
  if (vowels.length === 1) return [0];
  if (vowels.length === 3) return [1];
  if (coda !== "") return [1];
  return ["oa", "oe", "uy"].includes(vowels) ? [0, 1] : [0];
};

/**
 * Is this word one well-formed Vietnamese syllable, tone mark in its place? Case does not matter.
 */
export const isVietnameseSyllable = (word: string): boolean => {
  const decomposed = word.toLowerCase().normalize("NFD");
  const marks = decomposed.match(tones) ?? [];
  if (marks.length > 1) return false;
  const plain = decomposed.replace(tones, "").normalize("NFC");
  const found = bareGi.exec(plain);
  const [onset, vowels, coda] =
    found === null ? (shape.exec(plain)?.slice(1) ?? []) : ["g", found[1], found[2]];
  if (onset === undefined || vowels === undefined || coda === undefined) return false;
  if (!isRime(onset, vowels, coda)) return false;
  const mark = marks[0];
  // A syllable that ends in c, ch, p or t can only rise or fall sharply.
  if (/^(?:c|ch|p|t)$/u.test(coda)) {
    if (mark !== "\u0301" && mark !== "\u0323") return false;
  } else if (mark === undefined) return true;
  return tonePositions(vowels, coda).some((position) => {
    const at = [...vowels].map((vowel, index) => (index === position ? vowel + mark : vowel)).join("");
    const whole = `${found === null ? onset : "g"}${at}${coda}`;
    return whole.normalize("NFC") === word.toLowerCase().normalize("NFC");
  });
};
