import { setTimeout as pause } from "node:timers/promises";
import {
  type EventBus,
  type EventMetadata,
  type EventStore,
  hasHandInPassword,
  type RecordedEvent,
  type Subscription,
  setPassword,
  systemActor,
} from "@sogoc/core";
import type { EventOf, Role } from "@sogoc/events";
import { heldUntilAfter, type PasswordSet } from "./held-until-after.ts";
import { createTrueEnds, type TrueEnds } from "./true-ends.ts";
import {
  emptyUnitTree,
  evolveUnitTree,
  isClosedOn,
  isWithin,
  type UnitEvent,
  type UnitTree,
  unitEventTypes,
} from "./unit-tree.ts";

type KnownAccountEvent = EventOf<
  | "AccountOpened"
  | "AccountMoved"
  | "RoleGranted"
  | "RoleRevoked"
  | "AccountSuspended"
  | "AccountReinstated"
  | "SessionRevoked"
  | "PasswordChanged"
  | "AccountVouched"
>;
type GrantedRole = EventOf<"RoleGranted">["data"];

const knownAccountEventTypes = [
  "AccountOpened",
  "AccountMoved",
  "RoleGranted",
  "RoleRevoked",
  "AccountSuspended",
  "AccountReinstated",
  "SessionRevoked",
  "PasswordChanged",
  "AccountVouched",
] as const satisfies readonly KnownAccountEvent["type"][];

/** What every service knows of units and accounts, learned from the accounts service's events. */
export interface Directory {
  /** As of today. */
  tree(): UnitTree;
  displayName(accountId: string): string | undefined;
  /** Every account ever opened. */
  accountIds(): Iterable<string>;
  /** Unit that the account belongs to, e.g. its contractor. */
  unitOf(accountId: string): string | undefined;
  /**
   * Whether the account has come to its end by a day: its own last day is over, or the contractor
   * whom its holder works for was closed and nobody took over.
   */
  hasEnded(accountId: string, day: string): boolean;
  /** The roles of an account that were not taken away, those that have ended included. */
  grantsOf(accountId: string): readonly GrantedRole[];
  /** Whether the account holds one of these roles over the unit today or on a later day. */
  holdsRole(accountId: string, roles: readonly Role[], unitId: string, day: string): boolean;
  /** True from the moment the event arrives, also for tokens already issued. */
  isSuspended(accountId: string): boolean;
  isRevoked(sessionId: string): boolean;
  /**
   * Until when the account decides nothing, because somebody who does not stand above it has reset
   * its password or made a checker or an acceptor of it; undefined where that is over or an
   * administrator above vouched. `said` is what its token says of it, which may be newer than the
   * events heard so far, or older than a word for it.
   */
  heldUntil(accountId: string, now: Date, said?: string | undefined): string | undefined;
  /**
   * Who else has set the account's password, and when, be it the first one of an account that they
   * have opened; undefined a day after the next one was chosen, or once an administrator above has
   * vouched. `said` as above.
   */
  passwordSetBy(accountId: string, now: Date, said?: PasswordSet): PasswordSet | undefined;
  /**
   * Accounts in which this one has, or had, a hand by a password, each with the moment at which the
   * next password was chosen: it was in theirs for a day.
   */
  inHandsOf(accountId: string): readonly { readonly accountId: string; readonly chosenAt: string }[];
  /** When the account was opened, ISO 8601, UTC; undefined of one that never was. */
  openedAt(accountId: string): string | undefined;
  /** True once the role was taken away and not given again, also for tokens already issued. */
  isRoleRevoked(accountId: string, role: Role, unitId: string): boolean;
  /**
   * Calls `listener` after each delivery of what concerns units and accounts; answers how to stop
   * that.
   */
  onChange(listener: () => void): () => void;
  /**
   * False until everything that was stored at the start has been read: until then nobody's rights
   * are known, nor who has lost them.
   */
  isLoaded(): boolean;
  /** Resolves once it is loaded, or stopped. */
  readonly loaded: Promise<void>;
  readonly subscription: Subscription;
}

type Held = EventOf<"PasswordChanged" | "RoleGranted">["data"];

/** Until when accounts accept and approve nothing. */
const createHolds = (ends: TrueEnds) => {
  const held = new Map<string, string>();
  /** Where in the log each was written. */
  const positions = new Map<string, number>();
  /** Ends of the holds that an administrator above has lifted. */
  const lifted = new Map<string, string>();
  return {
    /** The later of two ends counts. */
    hold: ({ accountId, heldUntil = "" }: Pick<Held, "accountId" | "heldUntil">, position: number) => {
      if (heldUntil <= (held.get(accountId) ?? "")) return;
      held.set(accountId, heldUntil);
      positions.set(accountId, position);
    },
    release: (accountId: string) => {
      lifted.set(accountId, held.get(accountId) ?? "");
      held.delete(accountId);
    },
    heldUntil: (accountId: string, now: Date, said = ""): string | undefined => {
      const heard = held.get(accountId) ?? "";
      const told = said > (lifted.get(accountId) ?? "") ? said : "";
      const last = [heard, told].sort().at(-1) ?? "";
      // Of what only the token tells the place in the log is not known yet.
      const position = last === heard ? positions.get(accountId) : undefined;
      const until = ends.endOf(`held ${accountId}`, last, position ?? Number.POSITIVE_INFINITY, now);
      return now.toISOString() < until ? until : undefined;
    },
  };
};

/** Who has made an event, and when. */
type By = Pick<EventMetadata, "actor" | "at"> & { readonly position: number };

/** Who else has set the passwords of accounts. */
const createPasswordSetters = (ends: TrueEnds) => {
  const setters = new Map<string, PasswordSet>();
  /** Where in the log the next password was chosen. */
  const positions = new Map<string, number>();
  /** When the sets were made that an administrator above has vouched for. */
  const vouched = new Map<string, string>();
  /** By whoever had a hand in it. */
  const chosen = new Map<string, readonly { readonly accountId: string; readonly chosenAt: string }[]>();
  const choose = (accountId: string, set: PasswordSet, chosenAt: string) => {
    setters.set(accountId, { ...set, chosenAt });
    for (const { account } of [set, ...(set.behind ?? [])])
      chosen.set(account, [...(chosen.get(account) ?? []), { accountId, chosenAt }]);
  };
  return {
    inHandsOf: (accountId: string) => chosen.get(accountId) ?? [],
    change: (
      { accountId, resetBy, resetAt, openedBy, openedAt }: EventOf<"PasswordChanged">["data"],
      { actor, at: eventAt, position }: By,
    ) => {
      const set = setters.get(accountId);
      if (resetBy !== undefined)
        setters.set(accountId, setPassword({ account: resetBy, at: resetAt ?? eventAt }, actor));
      else if (openedBy !== undefined) {
        const first = { account: openedBy, at: openedAt ?? eventAt, opened: true } as const;
        setters.set(accountId, setPassword(first, actor));
      } else if (set && set.chosenAt === undefined) {
        choose(accountId, set, eventAt);
        positions.set(accountId, position);
      }
    },
    /** Nobody vouches for a password that they had a hand in. */
    vouch: ({ accountId, vouchedBy }: EventOf<"AccountVouched">["data"], { actor }: By) => {
      const setter = setters.get(accountId);
      if (setter && hasHandInPassword(setter, vouchedBy, actor)) return;
      vouched.set(accountId, setter?.at ?? "");
      setters.delete(accountId);
    },
    passwordSetBy: (accountId: string, now: Date, said?: PasswordSet): PasswordSet | undefined => {
      const heard = setters.get(accountId);
      const told = said && said.at > (vouched.get(accountId) ?? "") ? said : undefined;
      const [one, other] = (told?.at ?? "") > (heard?.at ?? "") ? [told, undefined] : [heard, told];
      // Of the same one the token may know the end, or the events.
      const chosenAt = one?.chosenAt ?? (other?.at === one?.at ? other?.chosenAt : undefined);
      const last = one && { ...one, chosenAt };
      if (!last || chosenAt === undefined) return last;
      const until = heldUntilAfter(new Date(chosenAt));
      const position = positions.get(accountId) ?? Number.POSITIVE_INFINITY;
      return now.toISOString() < ends.endOf(`set ${accountId}`, until, position, now) ? last : undefined;
    },
  };
};

/** Whose hands accounts may be in beside their owners'. */
const createTrust = () => {
  const ends = createTrueEnds();
  const [holds, setters] = [createHolds(ends), createPasswordSetters(ends)];
  return {
    hear: ({ position, metadata: { actor, at } }: Pick<RecordedEvent, "position" | "metadata">): By => {
      ends.hear({ position, at });
      return { actor, at, position };
    },
    holds,
    setters,
    passwordChanged: (data: EventOf<"PasswordChanged">["data"], by: By) => {
      setters.change(data, by);
      holds.hold(data, by.position);
    },
    vouched: (data: EventOf<"AccountVouched">["data"], by: By) => {
      setters.vouch(data, by);
      holds.release(data.accountId);
    },
  };
};

/** Whether a person works for a contractor that was closed by that day without a successor. */
export const hasContractorEnded = (tree: UnitTree, unitId: string | undefined, day: string): boolean => {
  const unit = tree.units.get(unitId ?? "");
  return unit?.kind === "contractor" && isClosedOn(unit, day) && unit.successors.length === 0;
};

/** Where people work, since when they have an account, and until when. */
const createHomes = () => {
  const units = new Map<string, string>();
  const ends = new Map<string, string | undefined>();
  const opened = new Map<string, string>();
  const moveIn = ({ accountId, unitId, until }: EventOf<"AccountOpened" | "AccountMoved">["data"]) => {
    units.set(accountId, unitId);
    ends.set(accountId, until);
  };
  return {
    moveIn,
    open: (data: EventOf<"AccountOpened">["data"], at: string) => {
      opened.set(data.accountId, at);
      moveIn(data);
    },
    openedAt: (accountId: string) => opened.get(accountId),
    unitOf: (accountId: string) => units.get(accountId),
    hasEnded: (tree: UnitTree, accountId: string, day: string): boolean => {
      const until = ends.get(accountId);
      return (until !== undefined && until < day) || hasContractorEnded(tree, units.get(accountId), day);
    },
  };
};

/** Units and accounts by the events told so far. */
const createDirectoryState = (
  today: () => string,
): Omit<Directory, "onChange" | "isLoaded" | "loaded" | "subscription"> & {
  learn(event: RecordedEvent<UnitEvent | KnownAccountEvent>): void;
} => {
  let tree = emptyUnitTree;
  const names = new Map<string, string>();
  const homes = createHomes();
  const granted = new Map<string, readonly GrantedRole[]>();
  const suspended = new Set<string>();
  const revoked = new Set<string>();
  const revokedRoles = new Set<string>();
  const trust = createTrust();
  const roleKey = (accountId: string, role: Role, unitId: string) =>
    JSON.stringify([accountId, role, unitId]);

  const learn = (event: RecordedEvent<UnitEvent | KnownAccountEvent>) => {
    const by = trust.hear(event);
    switch (event.type) {
      case "AccountOpened":
        names.set(event.data.accountId, event.data.displayName);
        return homes.open(event.data, event.metadata.at);
      case "AccountMoved":
        return homes.moveIn(event.data);
      case "RoleGranted":
        revokedRoles.delete(roleKey(event.data.accountId, event.data.role, event.data.unitId));
        granted.set(event.data.accountId, [...(granted.get(event.data.accountId) ?? []), event.data]);
        return trust.holds.hold(event.data, by.position);
      case "RoleRevoked": {
        const { accountId, role, unitId } = event.data;
        revokedRoles.add(roleKey(accountId, role, unitId));
        const before = granted.get(accountId) ?? [];
        granted.set(
          accountId,
          before.filter((grant) => grant.role !== role || grant.unitId !== unitId),
        );
        return;
      }
      case "AccountSuspended":
        return void suspended.add(event.data.accountId);
      case "AccountReinstated":
        return void suspended.delete(event.data.accountId);
      case "SessionRevoked":
        revoked.add(event.data.sessionId);
        return;
      case "PasswordChanged":
        return trust.passwordChanged(event.data, by);
      case "AccountVouched":
        return trust.vouched(event.data, by);
      default:
        tree = evolveUnitTree(tree, event);
    }
  };

  const treeToday = () => ({ ...tree, day: today() });
  return {
    learn,
    tree: treeToday,
    displayName: (accountId) => names.get(accountId),
    openedAt: homes.openedAt,
    accountIds: () => names.keys(),
    unitOf: homes.unitOf,
    hasEnded: (accountId, day) => homes.hasEnded(tree, accountId, day),
    grantsOf: (accountId) => granted.get(accountId) ?? [],
    holdsRole: (accountId, roles, unitId, day) =>
      !homes.hasEnded(tree, accountId, day) &&
      (granted.get(accountId) ?? []).some(
        (grant) =>
          roles.includes(grant.role) &&
          (grant.until === undefined || day <= grant.until) &&
          isWithin(treeToday(), unitId, grant.unitId),
      ),
    isSuspended: (accountId) => suspended.has(accountId),
    isRevoked: (sessionId) => revoked.has(sessionId),
    heldUntil: trust.holds.heldUntil,
    passwordSetBy: trust.setters.passwordSetBy,
    inHandsOf: trust.setters.inHandsOf,
    isRoleRevoked: (accountId, role, unitId) => revokedRoles.has(roleKey(accountId, role, unitId)),
  };
};

const POLL_MS = 5_000;
/** After an engine has not answered. */
const REST_MS = 1_000;

/** Follows a subscription until it has handled what was stored when it began, or is stopped. */
const loading = (subscription: Subscription, store: Pick<EventStore, "head">, stopping: AbortSignal) => {
  let isLoaded = false;
  const look = async () => subscription.caughtUp(await store.head(), POLL_MS);
  const load = async () => {
    while (!isLoaded && !stopping.aborted) {
      isLoaded = await look().catch(async () => {
        await pause(REST_MS, undefined, { ref: false });
        return false;
      });
    }
  };
  return { loaded: load(), isLoaded: () => isLoaded };
};

/**
 * Reads the accounts events from the start at each start-up: thousands at most, and kept in memory
 * only, so that every process of a service reads all of them. `today` answers the local day as of
 * which units are looked at.
 */
export const startDirectory = async (parts: {
  readonly bus: EventBus;
  readonly store: Pick<EventStore, "head">;
  readonly consumer: string;
  readonly today: () => string;
}): Promise<Directory> => {
  const { bus, store, consumer, today } = parts;
  const { learn, ...state } = createDirectoryState(today);
  const listeners = new Set<() => void>();
  const stopping = new AbortController();

  const reached = new Map<string, number>();
  const subscription = await bus.subscribe({
    consumer,
    eventTypes: [...unitEventTypes, ...knownAccountEventTypes],
    everyProcess: true,
    startAfter: async (lane) => reached.get(lane) ?? 0,
    onDelivery: async ({ lane, events, upTo }) => {
      const seen = reached.get(lane) ?? 0;
      for (const event of events as readonly RecordedEvent<UnitEvent | KnownAccountEvent>[]) {
        if (event.position > seen) learn(event);
      }
      reached.set(lane, Math.max(seen, upTo));
      if (events.length > 0) for (const listener of listeners) listener();
    },
  });
  const stop = async () => {
    stopping.abort();
    await subscription.stop();
  };

  return {
    ...state,
    ...loading(subscription, store, stopping.signal),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    subscription: { ...subscription, stop },
  };
};

/** As it is told to people: the id where the account was never opened. */
export const nameOfAccount = ({ displayName }: Pick<Directory, "displayName">, account: string): string => {
  const system = systemActor("");
  return account === system.account ? system.name : (displayName(account) ?? account);
};
