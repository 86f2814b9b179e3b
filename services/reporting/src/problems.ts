import type { ProblemTexts } from "@sogoc/http";

/** What the reporting service refuses: code, HTTP status, words. */
export const problems = {
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
