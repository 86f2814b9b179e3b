/** An event as the double stores it. */
export interface DoubleEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly metadata: ReadonlyMap<string, string>;
  readonly customMetadata: Uint8Array;
  readonly data: Uint8Array;
}

export type ProposedEvent = Pick<DoubleEvent, "id" | "metadata" | "customMetadata" | "data">;

export type Expected = "any" | "no-stream" | "stream-exists" | number;

export type Appended =
  | { readonly ok: true; readonly revision: number; readonly position: number | undefined }
  | { readonly ok: false; readonly actual: number }
  | { readonly ok: false; readonly limit: number };

/** The server's own default. */
const MAX_APPEND_SIZE = 1_048_576;

/** As the server counts: two bytes for each character of the type. */
const sizeOnDisk = ({ data, customMetadata, metadata }: ProposedEvent): number =>
  data.length + customMetadata.length + 2 * (metadata.get("type") ?? "").length;

/**
 * The log behind the double's nodes, in memory: the server's rules for expected revisions and
 * repeated ids.
 */
export const createDoubleLog = () => {
  const log: DoubleEvent[] = [];
  const streams = new Map<string, DoubleEvent[]>();
  const listeners = new Set<() => void>();
  let end = 1_000;
  let limit = MAX_APPEND_SIZE;

  const write = (stream: string, events: readonly ProposedEvent[]): DoubleEvent[] => {
    const existing = streams.get(stream) ?? [];
    streams.set(stream, existing);
    const written = events.map((event, index) => {
      const stored = { ...event, stream, revision: existing.length + index, position: end };
      // As in a log of bytes: positions rise by what is written.
      end += 100 + event.data.length + event.customMetadata.length;
      return stored;
    });
    existing.push(...written);
    log.push(...written);
    return written;
  };

  /** Something of the server's own among our events, as `$all` has it. */
  const writeSystemEvent = () =>
    write("$double-statistics", [
      {
        id: crypto.randomUUID(),
        metadata: new Map([["type", "$statistics"]]),
        customMetadata: new Uint8Array(),
        data: Buffer.from("{}"),
      },
    ]);
  writeSystemEvent();

  return {
    /** A server that is set to take less in one append. */
    setLimit(bytes: number): void {
      limit = bytes;
    },
    events: log as readonly DoubleEvent[],
    /** Index of the first event at that position or after it. */
    indexFrom(position: number): number {
      let [from, to] = [0, log.length];
      while (from < to) {
        const middle = (from + to) >> 1;
        if ((log[middle]?.position ?? 0) < position) from = middle + 1;
        else to = middle;
      }
      return from;
    },
    /** Whether a record begins at that position: the server reads from nowhere else. */
    beginsAt(position: number): boolean {
      return log[this.indexFrom(position)]?.position === position;
    },
    /** Where the next record will begin. */
    end: (): number => end,
    stream: (name: string): readonly DoubleEvent[] | undefined => streams.get(name),
    append(stream: string, expected: Expected, events: readonly ProposedEvent[]): Appended {
      if (events.reduce((sum, event) => sum + sizeOnDisk(event), 0) > limit) return { ok: false, limit };
      const existing = streams.get(stream) ?? [];
      const actual = existing.length - 1;
      const wanted = expected === "no-stream" ? -1 : expected;
      const refused = wanted === "stream-exists" ? actual < 0 : wanted !== "any" && wanted !== actual;
      if (refused) {
        // Below the current revision the same ids at the same places are a repetition, answered
        // without a position.
        const place = typeof wanted === "number" ? wanted + 1 : 0;
        const repeated =
          events.length > 0 && events.every(({ id }, index) => existing[place + index]?.id === id);
        if (repeated) return { ok: true, revision: place + events.length - 1, position: undefined };
        return { ok: false, actual };
      }
      const written = write(stream, events);
      const last = written.at(-1);
      if (log.length % 10 === 0) writeSystemEvent();
      for (const listener of listeners) listener();
      return { ok: true, revision: last?.revision ?? actual, position: last?.position };
    },
    onAppended(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

export type DoubleLog = ReturnType<typeof createDoubleLog>;
