/** Work that an answer does not wait for, and that is done all the same before the service ends. */
export interface UnawaitedWork {
  /** `name` is what a failure is told by; it names nobody. */
  start(name: string, work: () => Promise<unknown>): void;
  finished(): Promise<void>;
}

export const createUnawaitedWork = (onFailure: (name: string, error: unknown) => void): UnawaitedWork => {
  const underWay = new Set<Promise<void>>();
  return {
    start(name, work) {
      // Not before the answer has gone: what it costs would tell in its time.
      const turn = new Promise<void>((resolve) => setImmediate(resolve));
      const done: Promise<void> = turn
        .then(work)
        .then(
          () => {},
          (error: unknown) => onFailure(name, error),
        )
        .finally(() => underWay.delete(done));
      underWay.add(done);
    },
    async finished() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
};
