import type { Acting } from "@sogoc/core";

/** Who decides: the account, and who acts with it. */
export interface Deciding {
  readonly account: string;
  readonly acting: Acting | undefined;
}
