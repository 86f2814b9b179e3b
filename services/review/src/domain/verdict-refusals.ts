import type { ErrorCode } from "@sogoc/core";

/** What both verdicts on a batch refuse. */
export const verdictRefusals = [
  "arbitrated-by-yourself",
  "checked-by-yourself",
  "decided-by-lot",
  "keyed-by-yourself",
  "limits-set-by-yourself",
  "reset-by-yourself",
  "review-closed",
  "review-unknown",
] as const satisfies readonly ErrorCode[];
