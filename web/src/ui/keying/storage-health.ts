import { useSyncExternalStore } from "react";

let broken = false;
const listeners = new Set<() => void>();

/** Returns whether a write reached this computer's disk, and remembers it for the saving note. */
export const tellStorage = async (writing: Promise<unknown>): Promise<boolean> => {
  const kept = await writing.then(
    () => true,
    () => false,
  );
  if (broken === kept) {
    broken = !kept;
    for (const listener of listeners) listener();
  }
  return kept;
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/**
 * True while this computer does not keep what is typed: its disk is full, or the browser may not
 * write.
 */
export const useStorageBroken = (): boolean => useSyncExternalStore(subscribe, () => broken);
