import { requireAppendSize, textsOf } from "../append-size.ts";
import { createCommitListeners } from "../commit-listeners.ts";
import type { NewEvent, RecordedEvent } from "../event.ts";
import { type EventStore, RestoreRefused } from "../event-store.ts";

/**
 * For tests: the guarantees of the port but durability. Events pass through JSON as they would in
 * any real store.
 */
export const createInMemoryEventStore = (): EventStore => {
  const log: RecordedEvent[] = [];
  const streams = new Map<string, RecordedEvent[]>();
  const listeners = createCommitListeners();

  const write = (stream: string, events: readonly NewEvent[]) => {
    const existing = streams.get(stream) ?? [];
    const recorded = events.map(
      (event: NewEvent, index): RecordedEvent => ({
        ...(JSON.parse(JSON.stringify(event)) as NewEvent),
        stream,
        revision: existing.length + index,
        position: log.length + 1 + index,
      }),
    );
    log.push(...recorded);
    streams.set(stream, [...existing, ...recorded]);
    listeners.tell(recorded);
  };

  return {
    exclusive: true,
    async append(stream, expectedRevision, events) {
      const existing = streams.get(stream) ?? [];
      const actual = existing.length - 1;
      const known = existing.find((event) => event.id === events[0]?.id);
      if (known) {
        const last = existing[known.revision + events.length - 1] ?? known;
        return { ok: true, revision: last.revision, position: last.position };
      }
      if (expectedRevision !== actual) return { ok: false, reason: "wrong-revision", actual };
      requireAppendSize(stream, events.map(textsOf));
      write(stream, events);
      return { ok: true, revision: actual + events.length, position: log.length };
    },
    async restore(events) {
      for (const event of events) {
        const { stream, revision, position: _, ...carried } = event;
        const existing = streams.get(stream) ?? [];
        const there = existing[revision];
        if (there && there.metadata.hash !== event.metadata.hash)
          throw new RestoreRefused(event, "another event");
        if (there) continue;
        if (existing.length !== revision) throw new RestoreRefused(event, "a gap");
        write(stream, [carried]);
      }
    },
    async readStream(stream, fromRevision = 0) {
      return (streams.get(stream) ?? []).slice(Math.max(0, fromRevision));
    },
    async readAll({ after, limit, types }) {
      const wanted = types && new Set(types);
      const events: RecordedEvent[] = [];
      let upTo = after;
      for (const event of log.slice(after)) {
        if (events.length === limit) break;
        upTo = event.position;
        if (!wanted || wanted.has(event.type)) events.push(event);
      }
      return { events, upTo, end: upTo >= log.length };
    },
    eventAt: async (position) => log[position - 1],
    head: async () => log.length,
    onCommitted: listeners.add,
    async close() {
      listeners.clear();
    },
  };
};
