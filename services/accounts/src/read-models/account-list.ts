import { defineProjection } from "@sogoc/core";
import type { RecordedDomainEvent, Role } from "@sogoc/events";

export interface AccountListing {
  readonly id: string;
  readonly signInName: string;
  readonly displayName: string;
  readonly unitId: string;
  readonly until?: string | undefined;
  readonly suspended: boolean;
  readonly grants: readonly { role: Role; unitId: string; from: string; until?: string | undefined }[];
  readonly lastSignInAt?: string | undefined;
}

const change = (
  document: AccountListing | undefined,
  changed: Partial<AccountListing>,
): AccountListing | undefined => document && { ...document, ...changed };

/** One document per account: what a unit-admin sees of their people. */
export const accountList = defineProjection<RecordedDomainEvent, AccountListing>()(
  {
    name: "account-list",
    version: 1,
    columns: { unitId: "text", displayName: "text" },
    indexes: [["unitId", "displayName"]],
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
        grants: [],
      }),
    },
    RoleGranted: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data: { accountId: _, ...grant } }) =>
        change(document, { grants: [...(document?.grants ?? []), grant] }),
    },
    RoleRevoked: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data }) =>
        change(document, {
          grants: (document?.grants ?? []).filter(
            (grant) => grant.role !== data.role || grant.unitId !== data.unitId,
          ),
        }),
    },
    AccountSuspended: {
      keys: ({ data }) => [data.accountId],
      evolve: (document) => change(document, { suspended: true }),
    },
    AccountReinstated: {
      keys: ({ data }) => [data.accountId],
      evolve: (document) => change(document, { suspended: false }),
    },
    SignedIn: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { metadata }) => change(document, { lastSignInAt: metadata.at }),
    },
  },
);
