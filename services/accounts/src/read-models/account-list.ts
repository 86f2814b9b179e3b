import { defineProjection } from "@sogoc/core";
import type { RecordedDomainEvent, Role } from "@sogoc/events";

export interface AccountListing {
  readonly id: string;
  readonly signInName: string;
  readonly displayName: string;
  readonly unitId: string;
  readonly until?: string | undefined;
  readonly suspended: boolean;
  /** Signing in asks for a code of the phone, too. */
  readonly secondFactor: boolean;
  readonly grants: readonly { role: Role; unitId: string; from: string; until?: string | undefined }[];
  readonly lastSignInAt?: string | undefined;
  /** The last time that somebody else gave it a new password. */
  readonly reset?: PasswordReset | undefined;
  /** When that was, to look for; empty where it never was. */
  readonly resetAt: string;
  /** Of the last event but for sign-ins: what a change of the account is made from. */
  readonly revision: number;
}

export interface PasswordReset {
  readonly by: string;
  readonly byName: string;
  readonly at: string;
  /** Until then it accepts nothing, unless an administrator above has vouched. */
  readonly heldUntil?: string | undefined;
  readonly vouchedBy?: string | undefined;
}

const changeAccount = (
  document: AccountListing | undefined,
  changed: Partial<AccountListing>,
): AccountListing | undefined => document && { ...document, ...changed };

/** One document per account: what a unit-admin sees of their people. */
export const accountList = defineProjection<RecordedDomainEvent, AccountListing>()(
  {
    name: "account-list",
    version: 5,
    columns: { unitId: "text", displayName: "text", resetAt: "text" },
    indexes: [
      ["unitId", "displayName"],
      ["unitId", "resetAt"],
    ],
  },
  {
    AccountOpened: {
      keys: ({ data }) => [data.accountId],
      evolve: (_document, { data, revision }) => ({
        id: data.accountId,
        signInName: data.signInName,
        displayName: data.displayName,
        unitId: data.unitId,
        until: data.until,
        suspended: false,
        secondFactor: false,
        grants: [],
        resetAt: "",
        revision,
      }),
    },
    AccountMoved: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data: { unitId, until }, revision }) =>
        changeAccount(document, { unitId, until, revision }),
    },
    RoleGranted: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data: { accountId: _, ...grant }, revision }) =>
        changeAccount(document, { grants: [...(document?.grants ?? []), grant], revision }),
    },
    RoleRevoked: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data, revision }) =>
        changeAccount(document, {
          revision,
          grants: (document?.grants ?? []).filter(
            (grant) => grant.role !== data.role || grant.unitId !== data.unitId,
          ),
        }),
    },
    AccountSuspended: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { revision }) => changeAccount(document, { suspended: true, revision }),
    },
    AccountReinstated: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { revision }) => changeAccount(document, { suspended: false, revision }),
    },
    SecondFactorAdded: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { revision }) => changeAccount(document, { secondFactor: true, revision }),
    },
    SecondFactorRemoved: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { revision }) => changeAccount(document, { secondFactor: false, revision }),
    },
    PasswordChanged: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data: { resetBy, heldUntil }, metadata: { actor, at }, revision }) =>
        resetBy === undefined
          ? changeAccount(document, { revision })
          : changeAccount(document, {
              revision,
              reset: { by: resetBy, byName: actor.name, at, heldUntil },
              resetAt: at,
            }),
    },
    AccountVouched: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data: { vouchedBy }, revision }) =>
        changeAccount(
          document,
          document?.reset ? { reset: { ...document.reset, vouchedBy }, revision } : { revision },
        ),
    },
    SignedIn: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { metadata }) => changeAccount(document, { lastSignInAt: metadata.at }),
    },
  },
);
