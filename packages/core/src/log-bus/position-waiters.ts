/** Those who wait until a consumer has handled everything up to a position. */
export interface PositionWaiters {
  /**
   * Resolves with true once the position is reached, with false when the time has run out or
   * nothing comes any more.
   */
  wait(position: number, timeoutMs: number): Promise<boolean>;
  reached(position: number): void;
  /** Nothing comes any more. */
  giveUp(): void;
}

export const createPositionWaiters = (): PositionWaiters => {
  interface Waiter {
    readonly position: number;
    readonly done: (isReached: boolean) => void;
  }
  let waiting: readonly Waiter[] = [];
  return {
    wait(position, timeoutMs) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      const waiter = { position, done: resolve };
      const timer = setTimeout(() => {
        waiting = waiting.filter((other) => other !== waiter);
        resolve(false);
      }, timeoutMs);
      waiting = [...waiting, waiter];
      return promise.finally(() => clearTimeout(timer));
    },
    reached(position) {
      const there = waiting.filter((waiter) => waiter.position <= position);
      if (there.length === 0) return;
      waiting = waiting.filter((waiter) => waiter.position > position);
      for (const { done } of there) done(true);
    },
    giveUp() {
      for (const { done } of waiting) done(false);
      waiting = [];
    },
  };
};
