/** Runs a piece of work when everything that was handed in before has ended, well or not. */
export type OneAtATime = <Result>(work: () => Promise<Result>) => Promise<Result>;

export const createOneAtATime = (): OneAtATime => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
};

/**
 * The same for work that is not one function: resolves when everybody who asked before has ended
 * their turn, with what ends this one. Call that whatever happens.
 */
export const createLock = (): (() => Promise<() => void>) => {
  const oneAtATime = createOneAtATime();
  return () => {
    const { promise: over, resolve: end } = Promise.withResolvers<void>();
    return new Promise((begin) => {
      void oneAtATime(() => {
        begin(end);
        return over;
      });
    });
  };
};

/** A lock that so many may have at a time; whoever asks waits behind the fewest. */
export const createTurns = (most: number): (() => Promise<() => void>) => {
  const places = Array.from({ length: most }, () => ({ lock: createLock(), asked: 0 }));
  return async () => {
    const place = places.reduce((least, one) => (one.asked < least.asked ? one : least));
    place.asked += 1;
    const end = await place.lock();
    return () => {
      place.asked -= 1;
      end();
    };
  };
};

/** As `OneAtATime`, for what is handed in under the same key. */
export type OneAtATimeByKey = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

export const createOneAtATimeByKey = (): OneAtATimeByKey => {
  const last = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const result = (last.get(key) ?? Promise.resolve()).then(work);
    const ended = result.catch(() => {});
    last.set(key, ended);
    void ended.then(() => {
      if (last.get(key) === ended) last.delete(key);
    });
    return result;
  };
};
