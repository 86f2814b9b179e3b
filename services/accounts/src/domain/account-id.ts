import { uuidFrom } from "@sogoc/core";

/** The same name in any case and composition is the same account. */
export const accountIdOf = (signInName: string): string =>
  uuidFrom("account", signInName.normalize("NFC").trim().toLowerCase());
