import type { EventBus, RecordedEvent, Subscription } from "@sogoc/core";
import type { EventOf } from "@sogoc/events";
import { emptyUnitTree, evolveUnitTree, type UnitEvent, type UnitTree, unitEventTypes } from "./unit-tree.ts";

type StandingEvent = EventOf<"AccountOpened" | "AccountSuspended" | "AccountReinstated" | "SessionRevoked">;

const standingEventTypes = [
  "AccountOpened",
  "AccountSuspended",
  "AccountReinstated",
  "SessionRevoked",
] as const satisfies readonly StandingEvent["type"][];

/** What every service knows of units and accounts, learned from the accounts service's events. */
export interface Directory {
  tree(): UnitTree;
  displayName(accountId: string): string | undefined;
  /** True from the moment the event arrives, also for tokens already issued. */
  isSuspended(accountId: string): boolean;
  isRevoked(sessionId: string): boolean;
  readonly subscription: Subscription;
}

/** Reads the accounts events from the start at each start-up: thousands at most, and kept in memory only. */
export const startDirectory = async (bus: EventBus, consumer: string): Promise<Directory> => {
  let tree = emptyUnitTree;
  const names = new Map<string, string>();
  const suspended = new Set<string>();
  const revoked = new Set<string>();

  const learn = (event: UnitEvent | StandingEvent) => {
    switch (event.type) {
      case "AccountOpened":
        names.set(event.data.accountId, event.data.displayName);
        return;
      case "AccountSuspended":
        suspended.add(event.data.accountId);
        return;
      case "AccountReinstated":
        suspended.delete(event.data.accountId);
        return;
      case "SessionRevoked":
        revoked.add(event.data.sessionId);
        return;
      default:
        tree = evolveUnitTree(tree, event);
    }
  };

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
    },
  });

  return {
    tree: () => tree,
    displayName: (accountId) => names.get(accountId),
    isSuspended: (accountId) => suspended.has(accountId),
    isRevoked: (sessionId) => revoked.has(sessionId),
    subscription,
  };
};
