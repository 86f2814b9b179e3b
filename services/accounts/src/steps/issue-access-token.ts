import type { Principal } from "@sogoc/access";
import type { Clock, CommandHandler } from "@sogoc/core";
import type { DraftKeys } from "../secrets/draft-keys.ts";
import type { SigningKeys } from "../secrets/signing-keys.ts";
import type { SecondFactorPolicy } from "../sign-in/second-factor-policy.ts";
import { loadAccount, principalFrom } from "./load-account.ts";

export interface IssueAccessTokenDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly clock: Clock;
  readonly secondFactorPolicy: SecondFactorPolicy;
  readonly signingKeys: Pick<SigningKeys, "sign">;
  readonly draftKeys: DraftKeys;
}

/** Who a session is of, and a token to make requests with. */
export interface OpenSession {
  readonly principal: Principal;
  readonly accessToken: string;
  readonly draftKey: string;
}

/** A new access token for a session, by how the account stands now. Throws `account-unknown`. */
export const issueAccessToken = async (
  { commands, clock, secondFactorPolicy: policy, signingKeys, draftKeys }: IssueAccessTokenDependencies,
  accountId: string,
  session: string,
): Promise<OpenSession> => {
  const principal = principalFrom(await loadAccount(commands, accountId), {
    session,
    policy,
    now: clock.now(),
  });
  return {
    principal,
    accessToken: await signingKeys.sign(principal),
    draftKey: draftKeys.keyOf(accountId),
  };
};
