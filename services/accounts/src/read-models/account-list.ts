import { defineProjection, type ReaderOf } from "@sogoc/core";
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
    version: 4,
    columns: { unitId: "text", displayName: "text", resetAt: "text" },
    indexes: [
      ["unitId", "displayName"],
      ["unitId", "resetAt"],
    ],
  },
  {
    AccountOpened: {
      keys: ({ data }) => [data.accountId],
      evolve: (_document, { data }) => ({
        id: data.accountId,
        signInName: data.signInName,
        displayName: data.displayName,
        unitId: data.unitId,
        until: data.until,
        suspended: false,
        secondFactor: false,
        grants: [],
        resetAt: "",
      }),
    },
    AccountMoved: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data: { unitId, until } }) => changeAccount(document, { unitId, until }),
    },
    RoleGranted: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data: { accountId: _, ...grant } }) =>
        changeAccount(document, { grants: [...(document?.grants ?? []), grant] }),
    },
    RoleRevoked: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data }) =>
        changeAccount(document, {
          grants: (document?.grants ?? []).filter(
            (grant) => grant.role !== data.role || grant.unitId !== data.unitId,
          ),
        }),
    },
    AccountSuspended: {
      keys: ({ data }) => [data.accountId],
      evolve: (document) => changeAccount(document, { suspended: true }),
    },
    AccountReinstated: {
      keys: ({ data }) => [data.accountId],
      evolve: (document) => changeAccount(document, { suspended: false }),
    },
    SecondFactorAdded: {
      keys: ({ data }) => [data.accountId],
      evolve: (document) => changeAccount(document, { secondFactor: true }),
    },
    SecondFactorRemoved: {
      keys: ({ data }) => [data.accountId],
      evolve: (document) => changeAccount(document, { secondFactor: false }),
    },
    PasswordChanged: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data: { resetBy, heldUntil }, metadata: { actor, at } }) =>
        resetBy === undefined
          ? document
          : changeAccount(document, {
              reset: { by: resetBy, byName: actor.name, at, heldUntil },
              resetAt: at,
            }),
    },
    AccountVouched: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data: { vouchedBy } }) =>
        document?.reset && changeAccount(document, { reset: { ...document.reset, vouchedBy } }),
    },
    SignedIn: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { metadata }) => changeAccount(document, { lastSignInAt: metadata.at }),
    },
  },
);

export type AccountListReader = ReaderOf<typeof accountList>;
