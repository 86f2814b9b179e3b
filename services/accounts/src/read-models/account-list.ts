import { defineProjection, type ReaderOf } from "@sogoc/core";
import type { DataOf, RecordedDomainEvent, Role } from "@sogoc/events";

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
  /** What somebody else did to it that those above should know of, the newest first. */
  readonly told: readonly ToldAct[];
  /** When the newest of them was, to look for; empty where there is none. */
  readonly toldAt: string;
  /** Of the last event but for sign-ins: what a change of the account is made from. */
  readonly revision: number;
}

/** What is told of, as the windows word it. */
export const toldActs = [
  "reset",
  "opened",
  "made-acceptor",
  "made-book-keeper",
  "made-checker",
  "made-data-manager",
  "made-administrator",
] as const;

const madeOf: Readonly<Partial<Record<Role, ToldAct["what"]>>> = {
  acceptor: "made-acceptor",
  "book-keeper": "made-book-keeper",
  checker: "made-checker",
  "data-manager": "made-data-manager",
  "unit-admin": "made-administrator",
  "system-admin": "made-administrator",
};

/**
 * A password that its owner did not choose, the first one too, or a role that decides, from
 * somebody beside it.
 */
export interface ToldAct {
  readonly what: (typeof toldActs)[number];
  readonly by: string;
  readonly byName: string;
  readonly at: string;
  /** Until then it decides nothing, unless an administrator above has vouched. */
  readonly heldUntil?: string | undefined;
  readonly vouchedBy?: string | undefined;
  /** When its owner chose a password after this one was set. */
  readonly chosenAt?: string | undefined;
}

/** For how long an act is told. */
export const TOLD_MS = 14 * 24 * 3_600_000;

const changeAccount = (
  document: AccountListing | undefined,
  changed: Partial<AccountListing>,
): AccountListing | undefined => document && { ...document, ...changed };

/** None vanishes under the next ones, however many there are, before its time is over. */
const withTold = (document: AccountListing | undefined, act: ToldAct): Partial<AccountListing> => {
  const since = new Date(Date.parse(act.at) - TOLD_MS).toISOString();
  return { told: [act, ...(document?.told ?? []).filter(({ at }) => at > since)], toldAt: act.at };
};

/** What set the password that its owner did not choose, last. */
const lastSet = (told: readonly ToldAct[]): ToldAct | undefined =>
  told.find(({ what }) => what === "reset" || what === "opened");

/**
 * What holds the account until a day after its owner has chosen a password: the last reset, or of a
 * new account the roles that were given since it was opened.
 */
const holding = (told: readonly ToldAct[]): readonly ToldAct[] => {
  const last = lastSet(told);
  if (last === undefined) return [];
  const since = last.what === "opened" ? told.slice(0, told.indexOf(last)) : [last];
  return since.filter(({ heldUntil }) => heldUntil !== undefined);
};

/** The day begins anew when a password is chosen after one that was set. */
const withChosen = (
  told: readonly ToldAct[],
  { chosenAt, heldUntil }: DataOf<"PasswordChanged">,
): readonly ToldAct[] => {
  if (chosenAt === undefined) return told;
  const [last, held] = [lastSet(told), holding(told)];
  return told.map((act) => {
    if (held.includes(act)) return { ...act, chosenAt, heldUntil: heldUntil ?? act.heldUntil };
    return act === last ? { ...act, chosenAt } : act;
  });
};

/** Whether the account is held, and its owner has not chosen a password yet. */
export const awaitsChoice = ({ told }: Pick<AccountListing, "told">): boolean =>
  lastSet(told)?.chosenAt === undefined && holding(told).some(({ vouchedBy }) => vouchedBy === undefined);

/** One document per account: what a unit-admin sees of their people. */
export const accountList = defineProjection<RecordedDomainEvent, AccountListing>()(
  {
    name: "account-list",
    version: 10,
    columns: { unitId: "text", displayName: "text", toldAt: "text" },
    indexes: [
      ["unitId", "displayName"],
      ["unitId", "toldAt"],
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
        told: [],
        toldAt: "",
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
      evolve: (document, { data, metadata: { actor, at }, revision }) => {
        const { role, unitId, from, until, heldUntil } = data;
        const granted = { grants: [...(document?.grants ?? []), { role, unitId, from, until }], revision };
        if (heldUntil === undefined) return changeAccount(document, granted);
        const { account: by, name: byName } = actor;
        const what = madeOf[role] ?? "made-acceptor";
        const told = withTold(document, { what, by, byName, at, heldUntil });
        return changeAccount(document, { ...granted, ...told });
      },
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
      evolve: (document, { data, metadata: { actor, at }, revision }) => {
        const { resetBy, openedBy, heldUntil } = data;
        const by = resetBy ?? openedBy;
        if (by === undefined)
          return changeAccount(document, { told: withChosen(document?.told ?? [], data), revision });
        const what = resetBy === undefined ? "opened" : "reset";
        const told = withTold(document, { what, by, byName: actor.name, at, heldUntil });
        return changeAccount(document, { ...told, revision });
      },
    },
    AccountVouched: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { data: { vouchedBy }, revision }) =>
        changeAccount(document, {
          told: (document?.told ?? []).map((act) => ({ ...act, vouchedBy: act.vouchedBy ?? vouchedBy })),
          revision,
        }),
    },
    SignedIn: {
      keys: ({ data }) => [data.accountId],
      evolve: (document, { metadata }) => changeAccount(document, { lastSignInAt: metadata.at }),
    },
  },
);

export type AccountListReader = ReaderOf<typeof accountList>;
