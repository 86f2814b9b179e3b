import type { ProblemTexts } from "@sogoc/http";

/** What the reporting service refuses: code, HTTP status, words. */
export const problems = {
  "export-decided": {
    status: 409,
    vi: "Bản xuất này đã có người quyết định.",
    en: "Somebody has decided on this export already.",
  },
  "export-of-yourself": {
    status: 403,
    vi: "Người xin xuất không tự duyệt: phải là người thứ hai.",
    en: "Who asked for an export does not approve it: that takes a second person.",
  },
  "lot-not-decided": {
    status: 409,
    vi: "Lô nghiệm thu này chưa có kết luận.",
    en: "The lot is not decided yet.",
  },
} as const satisfies ProblemTexts;

type OwnCodes = { readonly [Code in keyof typeof problems]: true };

declare module "@sogoc/core" {
  interface RefusalCodes extends OwnCodes {}
}
