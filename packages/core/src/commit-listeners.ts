import type { RecordedEvent } from "./event.ts";

type Listener = (events: readonly RecordedEvent[]) => void;

/** Who wants to hear of what a store has committed. */
export interface CommitListeners {
  readonly size: () => number;
  /** Answers how to stop. */
  add(listener: Listener): () => void;
  /** What was committed stays so, whatever a listener makes of it: a failure is only warned of. */
  tell(events: readonly RecordedEvent[]): void;
  clear(): void;
}

export const createCommitListeners = (): CommitListeners => {
  const listeners = new Set<Listener>();
  return {
    size: () => listeners.size,
    add(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell(events) {
      for (const listener of listeners) {
        try {
          listener(events);
        } catch (error) {
          process.emitWarning(error instanceof Error ? error : String(error), "EventListenerFailed");
        }
      }
    },
    clear: () => listeners.clear(),
  };
};
