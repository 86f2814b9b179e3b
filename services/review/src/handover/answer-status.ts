import { foldForSearch } from "@sogoc/registers";

/**
 * What a text of the status column means; `unknown` is for a person to say, because an answer
 * cannot be taken back.
 */
type AnswerStatus = "loaded" | "refused" | "unknown";

/** Whole texts and words within texts, folded as `foldForSearch` does. */
const loadedTexts = new Set(["1", "dat", "xong", "done", "yes", "true"]);
const loadedWords = [
  ...["da nap", "nap xong", "nhap xong", "da nhap", "da dong bo", "da cap nhat"],
  ...["thanh cong", "hoan thanh", "hoan tat", "hop le", "chap nhan"],
  ...[
    "ok",
    "success",
    "successful",
    "successfully",
    "succeeded",
    "loaded",
    "imported",
    "completed",
    "accepted",
  ],
];
const refusedTexts = new Set(["0", "no", "false"]);
const refusedWords = [
  ...["loi", "that bai", "tu choi", "tra lai", "trung", "thieu", "sai", "huy", "khong", "chua"],
  ...["error", "errors", "fail", "failed", "refused", "rejected", "invalid", "duplicate", "missing", "not"],
];

const wordsOf = (words: readonly string[]) => `(?<![a-z0-9])(?:${words.join("|")})(?![a-z0-9])`;
const loaded = new RegExp(wordsOf(loadedWords), "u");
const refused = new RegExp(wordsOf(refusedWords), "u");
/** "no error" speaks for a record, "not loaded" against it. */
const noError = new RegExp(wordsOf(["khong (?:co |bi )?loi", "(?:no|without) errors?"]), "gu");
const notLoaded = new RegExp(`(?<![a-z0-9])(?:khong|chua|not) (?:duoc )?${wordsOf(loadedWords)}`, "gu");

/**
 * Case and accents do not matter. A text that says both, such as "đã nạp nhưng lỗi ảnh", is
 * unknown.
 */
export const answerStatusOf = (text: string): AnswerStatus => {
  const folded = foldForSearch(text);
  if (loadedTexts.has(folded)) return "loaded";
  if (refusedTexts.has(folded)) return "refused";
  const told = folded.replace(noError, "").replace(notLoaded, "loi");
  const [isLoaded, isRefused] = [loaded.test(told), refused.test(told)];
  if (isLoaded === isRefused) return "unknown";
  return isLoaded ? "loaded" : "refused";
};
