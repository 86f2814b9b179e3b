import type { NewEvent } from "../event.ts";
import { GENESIS_HASH, linkEvent } from "../hash-chain.ts";

/** A small hashed event, first in its chain unless told otherwise. */
export const newEvent = (
  id: string,
  options: {
    readonly type?: string;
    readonly data?: unknown;
    readonly stream?: string;
    readonly revision?: number;
    readonly previousHash?: string;
  } = {},
): NewEvent => {
  const { type = "LeafTurned", data = { note: `Tờ ${id}` }, stream = "book-1", revision = 0 } = options;
  const metadata = {
    actor: { account: "acc-1", name: "Người thử", roles: ["clerk"], unit: "unit-1" },
    at: "2026-03-01T02:00:00.000Z",
    commandId: `command-${id}`,
    correlationId: `command-${id}`,
  };
  return linkEvent(
    { id, type, schema: 1, data, metadata },
    { stream, revision, previousHash: options.previousHash ?? GENESIS_HASH },
  );
};

export const newEvents = (prefix: string, count: number, type?: string): NewEvent[] =>
  Array.from({ length: count }, (_, index) =>
    newEvent(`${prefix}-${index}`, type === undefined ? {} : { type }),
  );
