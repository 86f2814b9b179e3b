/**
 * Lets many people key in a batch at once, and closes it to all of them for the moment in which a
 * keying of it is ended, or it is submitted or withdrawn: then exactly the records count whose
 * keying had been answered. Whoever keys waits for that moment to pass, and the decider then
 * refuses what comes too late. It works within one process; across processes the submitted digest
 * reveals any record that slipped in.
 */
export interface BatchGate {
  keying<T>(batchId: string, work: () => Promise<T>): Promise<T>;
  whileNobodyKeys<T>(batchId: string, work: () => Promise<T>): Promise<T>;
  /**
   * How often the gate of any batch closed or opened: what was read of a batch when it was another
   * number may be out of date.
   */
  timesClosedOrOpened(): number;
}

interface Entrance {
  inside: number;
  /** Resolves when the gate opens again; undefined while it is open. */
  closed: Promise<void> | undefined;
  emptied: (() => void) | undefined;
}

export const createBatchGate = (): BatchGate => {
  const entrances = new Map<string, Entrance>();
  let timesClosedOrOpened = 0;

  const entranceOf = (batchId: string): Entrance => {
    const entrance = entrances.get(batchId) ?? { inside: 0, closed: undefined, emptied: undefined };
    entrances.set(batchId, entrance);
    return entrance;
  };
  /**
   * Waits until the gate is open, and then calls `enter` at once, before it can be closed again.
   */
  const whenOpen = async (batchId: string, enter: (entrance: Entrance) => void): Promise<Entrance> => {
    for (;;) {
      const entrance = entranceOf(batchId);
      if (!entrance.closed) {
        enter(entrance);
        return entrance;
      }
      await entrance.closed;
    }
  };
  const forget = (batchId: string, entrance: Entrance) => {
    if (entrance.inside === 0 && !entrance.closed) entrances.delete(batchId);
  };

  return {
    timesClosedOrOpened: () => timesClosedOrOpened,

    async keying(batchId, work) {
      const entrance = await whenOpen(batchId, (found) => {
        found.inside++;
      });
      try {
        return await work();
      } finally {
        entrance.inside--;
        if (entrance.inside === 0) entrance.emptied?.();
        forget(batchId, entrance);
      }
    },

    async whileNobodyKeys(batchId, work) {
      const { promise: closed, resolve: open } = Promise.withResolvers<void>();
      const entrance = await whenOpen(batchId, (found) => {
        timesClosedOrOpened++;
        found.closed = closed;
      });
      try {
        if (entrance.inside > 0) {
          await new Promise<void>((resolve) => {
            entrance.emptied = resolve;
          });
        }
        return await work();
      } finally {
        entrance.closed = undefined;
        entrance.emptied = undefined;
        timesClosedOrOpened++;
        open();
        forget(batchId, entrance);
      }
    },
  };
};
