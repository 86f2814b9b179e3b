import { foldForSearch } from "@sogoc/registers";

/**
 * The meaning of a text of the status column. For `unknown` a person is asked, because an answer
 * cannot be taken back.
 */
type AnswerStatus = "loaded" | "refused" | "unknown";

/** Whole texts, and words within texts, folded by `foldForSearch`. */
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
  ...["loi", "that bai", "tu choi", "tra lai", "trung", "thieu", "sai", "huy", "khong"],
  ...["tra ve", "bi loai", "loai bo", "loai ra", "loai khoi", "bi bac", "bac bo", "thu hoi", "vuong"],
  ...["returned", "declined", "denied", "removed"],
  ...["error", "errors", "fail", "failed", "refused", "rejected", "invalid", "duplicate", "missing", "not"],
];
/** Words for something that is still to come, or only partly done: neither loaded nor refused. */
const openWords = [
  ...["chua", "cho", "dang", "sap", "gan", "mot phan", "phan nao", "tam", "du kien", "con lai"],
  ...["pending", "waiting", "awaiting", "processing", "in progress", "queued", "yet", "partial", "partially"],
];
/**
 * Words that may stand beside words of success without changing their meaning. For a text with any
 * other word a person is asked.
 */
const harmlessWords = [
  ...["da", "duoc", "nap", "nhap", "cap nhat", "dong bo", "vao", "len", "va", "roi", "xong", "dat"],
  ...["ban ghi", "ho so", "du lieu", "truong hop", "toan bo", "day du", "tat ca", "ket qua", "trang thai"],
  ...["co so du lieu", "csdl", "csdlqg", "quoc gia", "ho tich", "he thong"],
  ...["the", "record", "data", "was", "is", "has", "been", "into", "in", "and", "fully", "all", "database"],
];

const wordsOf = (words: readonly string[]) => `(?<![a-z0-9])(?:${words.join("|")})(?![a-z0-9])`;
const loaded = new RegExp(wordsOf(loadedWords), "u");
const refused = new RegExp(wordsOf(refusedWords), "u");
/** "no error" is a success, "not loaded" a refusal. */
const noError = new RegExp(wordsOf(["khong (?:co |bi )?loi", "(?:no|without) errors?"]), "gu");
const notLoaded = new RegExp(`(?<![a-z0-9])(?:khong|not) (?:duoc )?${wordsOf(loadedWords)}`, "gu");
const isOpen = new RegExp(wordsOf(openWords), "u");
/** With the moment that some answers add. */
const harmless = new RegExp(
  `${wordsOf([...loadedWords, ...harmlessWords])}|\\d{1,2}/\\d{1,2}/\\d{4}|\\d{1,2}:\\d{2}(?::\\d{2})?`,
  "gu",
);

/**
 * The meaning of a text; case and accents do not matter. `unknown` is a text with words of success
 * and of refusal, as "đã nạp nhưng lỗi ảnh", one that is still open, as "hợp lệ, chờ nạp", or one
 * with any other word.
 */
export const answerStatusOf = (text: string): AnswerStatus => {
  const folded = foldForSearch(text);
  if (loadedTexts.has(folded)) return "loaded";
  if (refusedTexts.has(folded)) return "refused";
  if (isOpen.test(folded)) return "unknown";
  const unnegated = folded.replace(noError, "").replace(notLoaded, "loi");
  if (refused.test(unnegated)) return loaded.test(unnegated) ? "unknown" : "refused";
  const isAllSuccess = loaded.test(unnegated) && !/[\p{L}\p{N}]/u.test(unnegated.replace(harmless, " "));
  return isAllSuccess ? "loaded" : "unknown";
};

const notYetLoaded = new RegExp(
  `(?<![a-z0-9])(?:chua|not yet)(?: duoc| the| been)? ?(?:${wordsOf([...loadedWords, "nap", "nhap", "dong bo", "cap nhat"])})`,
  "gu",
);

/**
 * Whether a text contradicts that a record is loaded: `refused` if it says so, `doubtful` if it
 * may, as "0", "chờ nạp" or "đã nạp nhưng lỗi ảnh" do.
 */
export const speaksAgainst = (text: string): "refused" | "doubtful" | undefined => {
  const folded = foldForSearch(text);
  if (refusedTexts.has(folded)) return "doubtful";
  const unnegated = folded.replace(noError, "").replace(notLoaded, "loi").replace(notYetLoaded, "loi");
  if (refused.test(unnegated)) return loaded.test(unnegated) ? "doubtful" : "refused";
  return isOpen.test(folded) ? "doubtful" : undefined;
};

const notYetRight = new RegExp(
  `(?<![a-z0-9])chua (?:duoc )?${wordsOf(["dat", "du", "day du", "dung", "khop", "hop le", "chinh xac"])}`,
  "gu",
);

/**
 * Whether a text contradicts that the result of a record is still to come: `refused` if it says
 * nothing but a refusal, `doubtful` if it says one beside other words, as "lỗi, đang xử lý lại" or
 * "chưa hợp lệ" do.
 */
export const speaksAgainstPending = (text: string): "refused" | "doubtful" | undefined => {
  const folded = foldForSearch(text);
  if (refusedTexts.has(folded)) return "doubtful";
  const unnegated = folded.replace(noError, "").replace(notLoaded, "loi").replace(notYetRight, "loi");
  if (!refused.test(unnegated)) return undefined;
  return isOpen.test(folded) || loaded.test(unnegated) ? "doubtful" : "refused";
};

/** Whether a text says that a result is still to come, and nothing of a refusal. */
export const isStillOpen = (text: string): boolean =>
  isOpen.test(foldForSearch(text)) && speaksAgainst(text) === "doubtful" && !speaksAgainstPending(text);
