import type { EventBus, RecordedEvent, Subscription } from "@sogoc/core";
import type { EventOf, Role } from "@sogoc/events";
import {
  emptyUnitTree,
  evolveUnitTree,
  isWithin,
  type UnitEvent,
  type UnitTree,
  unitEventTypes,
} from "./unit-tree.ts";

type StandingEvent = EventOf<
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

const standingEventTypes = [
  "AccountOpened",
  "AccountMoved",
  "RoleGranted",
  "RoleRevoked",
  "AccountSuspended",
  "AccountReinstated",
  "SessionRevoked",
  "PasswordChanged",
  "AccountVouched",
] as const satisfies readonly StandingEvent["type"][];

/** What every service knows of units and accounts, learned from the accounts service's events. */
export interface Directory {
  tree(): UnitTree;
  displayName(accountId: string): string | undefined;
  /** Every account ever opened. */
  accountIds(): Iterable<string>;
  /** Unit that the account belongs to, e.g. its contractor. */
  unitOf(accountId: string): string | undefined;
  /** The roles of an account that were not taken away, those that have ended included. */
  grantsOf(accountId: string): readonly GrantedRole[];
  /** Whether the account holds one of these roles over the unit today or on a later day. */
  holdsRole(accountId: string, roles: readonly Role[], unitId: string, day: string): boolean;
  /** True from the moment the event arrives, also for tokens already issued. */
  isSuspended(accountId: string): boolean;
  isRevoked(sessionId: string): boolean;
  /**
   * Until when the account checks and accepts nothing, because somebody who does not stand above it
   * has reset its password or made a checker or an acceptor of it; undefined where that is over or
   * an administrator above vouched. `said` is what its token says of it, which may be newer than
   * the events heard so far, or older than a word for it.
   */
  heldUntil(accountId: string, now: Date, said?: string | undefined): string | undefined;
  /** True once the role was taken away and not given again, also for tokens already issued. */
  isRoleRevoked(accountId: string, role: Role, unitId: string): boolean;
  /**
   * Calls `listener` after each delivery of what concerns units and accounts; answers how to stop
   * that.
   */
  onChange(listener: () => void): () => void;
  readonly subscription: Subscription;
}

type Held = EventOf<"PasswordChanged" | "RoleGranted">["data"];

/** Until when accounts accept and approve nothing. */
const createHolds = () => {
  const held = new Map<string, string>();
  /** Ends of the holds that an administrator above has lifted. */
  const lifted = new Map<string, string>();
  return {
    /** The later of two ends counts. */
    hold: ({ accountId, heldUntil = "" }: Pick<Held, "accountId" | "heldUntil">) => {
      if (heldUntil > (held.get(accountId) ?? "")) held.set(accountId, heldUntil);
    },
    release: (accountId: string) => {
      lifted.set(accountId, held.get(accountId) ?? "");
      held.delete(accountId);
    },
    heldUntil: (accountId: string, now: Date, said = ""): string | undefined => {
      const heard = held.get(accountId) ?? "";
      const told = said > (lifted.get(accountId) ?? "") ? said : "";
      const until = [heard, told].sort().at(-1) ?? "";
      return now.toISOString() < until ? until : undefined;
    },
  };
};

/** Units and accounts as the events told so far say they stand. */
const createStanding = (): Omit<Directory, "onChange" | "subscription"> & {
  learn(event: UnitEvent | StandingEvent): void;
} => {
  let tree = emptyUnitTree;
  const names = new Map<string, string>();
  const units = new Map<string, string>();
  const granted = new Map<string, readonly GrantedRole[]>();
  const suspended = new Set<string>();
  const revoked = new Set<string>();
  const revokedRoles = new Set<string>();
  const { hold, release, heldUntil } = createHolds();
  const roleKey = (accountId: string, role: Role, unitId: string) =>
    JSON.stringify([accountId, role, unitId]);

  const learn = (event: UnitEvent | StandingEvent) => {
    switch (event.type) {
      case "AccountOpened":
        names.set(event.data.accountId, event.data.displayName);
        units.set(event.data.accountId, event.data.unitId);
        return;
      case "AccountMoved":
        units.set(event.data.accountId, event.data.unitId);
        return;
      case "RoleGranted":
        revokedRoles.delete(roleKey(event.data.accountId, event.data.role, event.data.unitId));
        granted.set(event.data.accountId, [...(granted.get(event.data.accountId) ?? []), event.data]);
        hold(event.data);
        return;
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
        suspended.add(event.data.accountId);
        return;
      case "AccountReinstated":
        suspended.delete(event.data.accountId);
        return;
      case "SessionRevoked":
        revoked.add(event.data.sessionId);
        return;
      case "PasswordChanged":
        hold(event.data);
        return;
      case "AccountVouched":
        release(event.data.accountId);
        return;
      default:
        tree = evolveUnitTree(tree, event);
    }
  };

  return {
    learn,
    tree: () => tree,
    displayName: (accountId) => names.get(accountId),
    accountIds: () => names.keys(),
    unitOf: (accountId) => units.get(accountId),
    grantsOf: (accountId) => granted.get(accountId) ?? [],
    holdsRole: (accountId, roles, unitId, day) =>
      (granted.get(accountId) ?? []).some(
        (grant) =>
          roles.includes(grant.role) &&
          (grant.until === undefined || day <= grant.until) &&
          isWithin(tree, unitId, grant.unitId),
      ),
    isSuspended: (accountId) => suspended.has(accountId),
    isRevoked: (sessionId) => revoked.has(sessionId),
    heldUntil,
    isRoleRevoked: (accountId, role, unitId) => revokedRoles.has(roleKey(accountId, role, unitId)),
  };
};

/**
 * Reads the accounts events from the start at each start-up: thousands at most, and kept in memory
 * only.
 */
export const startDirectory = async (bus: EventBus, consumer: string): Promise<Directory> => {
  const { learn, ...standing } = createStanding();
  const listeners = new Set<() => void>();

  const reached = new Map<string, number>();
  const subscription = await bus.subscribe({
    consumer,
    eventTypes: [...unitEventTypes, ...standingEventTypes],
    startAfter: async (lane) => reached.get(lane) ?? 0,
    onDelivery: async ({ lane, events, upTo }) => {
      const seen = reached.get(lane) ?? 0;
      for (const event of events as readonly RecordedEvent<UnitEvent | StandingEvent>[]) {
        if (event.position > seen) learn(event);
      }
      reached.set(lane, Math.max(seen, upTo));
      if (events.length > 0) for (const listener of listeners) listener();
    },
  });

  return {
    ...standing,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    subscription,
  };
};
