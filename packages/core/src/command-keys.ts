import type { CommandContext } from "./command-context.ts";
import { CommandRejected } from "./errors.ts";
import type { EventStore } from "./event-store.ts";

/** A command that has come in; told afterwards whether anything came of it. */
export interface KeyClaim {
  release(kept: boolean): void;
}

/**
 * What the ids that callers chose stood for, across streams: a stream alone knows only of its own
 * commands.
 */
export interface CommandKeys {
  /**
   * Throws `command-id-reused` where the id stands for something else, also for something still
   * under way.
   */
  claim(context: Pick<CommandContext, "commandId" | "commandDigest">): Promise<KeyClaim>;
}

interface Known {
  readonly digest: string;
  underWay: number;
  kept: boolean;
}

/**
 * Keys remembered at least, and events read back at the first key after a start. A client sends
 * again within minutes, not days.
 */
const REMEMBERED_KEYS = 20_000;
const PAGE = 1_000;

const unclaimed: KeyClaim = { release: () => {} };

/**
 * The last `least` entries and up to as many more: the older half goes all at once, which costs
 * nothing per entry.
 */
const createRecent = <Value>(least: number) => {
  let fresh = new Map<string, Value>();
  let older = new Map<string, Value>();
  return {
    get: (key: string): Value | undefined => fresh.get(key) ?? older.get(key),
    set(key: string, value: Value) {
      fresh.set(key, value);
      if (fresh.size < least) return;
      older = fresh;
      fresh = new Map();
    },
    delete(key: string) {
      fresh.delete(key);
      older.delete(key);
    },
  };
};

const createCommandKeys = (store: EventStore, limit: number): CommandKeys => {
  const known = createRecent<Known>(limit);

  const readBack = async () => {
    const head = await store.head();
    for (let after = Math.max(0, head - limit); after < head; ) {
      const page = await store.readAll({ after, limit: PAGE });
      for (const { commandId, commandDigest } of page.events.map(({ metadata }) => metadata)) {
        if (commandDigest === undefined || known.get(commandId)) continue;
        known.set(commandId, { digest: commandDigest, underWay: 0, kept: true });
      }
      if (page.end) return;
      after = page.upTo;
    }
  };

  // Where others write too, their keys would have to be asked for at every command: there the
  // stream alone must do.
  let reading: Promise<void> | undefined;
  const ready = () => {
    if (!store.exclusive) return undefined;
    reading ??= readBack().catch((error: unknown) => {
      reading = undefined;
      throw error;
    });
    return reading;
  };

  return {
    async claim({ commandId, commandDigest: digest }) {
      if (digest === undefined) return unclaimed;
      await ready();
      const before = known.get(commandId);
      if (before && before.digest !== digest) throw new CommandRejected("command-id-reused");
      const entry = before ?? { digest, underWay: 0, kept: false };
      entry.underWay++;
      if (!before) known.set(commandId, entry);
      return {
        release(kept) {
          entry.underWay--;
          entry.kept ||= kept;
          // What was refused left nothing behind, so that its id may come again with what is right.
          if (!entry.kept && entry.underWay === 0) known.delete(commandId);
        },
      };
    },
  };
};

const ofStores = new WeakMap<EventStore, CommandKeys>();

/** One memory for each store: several services of one process write to the same one. */
export const commandKeysOf = (store: EventStore, limit = REMEMBERED_KEYS): CommandKeys => {
  const keys = ofStores.get(store) ?? createCommandKeys(store, limit);
  ofStores.set(store, keys);
  return keys;
};
