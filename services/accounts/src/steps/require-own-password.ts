import { CommandRejected } from "@sogoc/core";
import type { Credentials } from "../secrets/credentials.ts";

/** Makes sure that it is the owner who sits at an open session. Throws `password-wrong`. */
export const requireOwnPassword = async (
  credentials: Pick<Credentials, "matches">,
  accountId: string,
  password: string,
): Promise<void> => {
  if (!(await credentials.matches(accountId, password))) throw new CommandRejected("password-wrong");
};
