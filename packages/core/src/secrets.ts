import { EngineUnavailable } from "./errors.ts";

/**
 * Small values that must not be in the event log: password hashes, sessions, signing keys. Values
 * are JSON. Guarantees: durable when resolved; `replace` is atomic.
 */
export interface Secrets {
  /** Throws `DamagedSecret` for one that is not what was written. */
  find(key: string): Promise<unknown>;
  /**
   * Writes `next` only while the stored value equals `expected` (undefined = absent); answers
   * whether it did.
   */
  replace(key: string, expected: unknown, next: unknown): Promise<boolean>;
  put(key: string, value: unknown): Promise<void>;
  remove(key: string): Promise<void>;
  keys(prefix: string): Promise<readonly string[]>;
  close(): Promise<void>;
}

/**
 * A secret is not what was written: the disk has changed it. Only another copy, or a new one,
 * helps.
 */
export class DamagedSecret extends EngineUnavailable {
  readonly key: string;
  constructor(key: string, cause?: unknown) {
    super("secrets", cause);
    this.name = "DamagedSecret";
    this.message = `The secret ${key} is damaged.`;
    this.key = key;
  }
}

/** For tests. */
export const createInMemorySecrets = (): Secrets => {
  const stored = new Map<string, string>();
  const text = (value: unknown) => (value === undefined ? undefined : JSON.stringify(value));
  return {
    async find(key) {
      const value = stored.get(key);
      return value === undefined ? undefined : JSON.parse(value);
    },
    async replace(key, expected, next) {
      if (stored.get(key) !== text(expected)) return false;
      stored.set(key, JSON.stringify(next));
      return true;
    },
    async put(key, value) {
      stored.set(key, JSON.stringify(value));
    },
    async remove(key) {
      stored.delete(key);
    },
    keys: async (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)).sort(),
    async close() {},
  };
};
