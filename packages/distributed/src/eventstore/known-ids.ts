/**
 * Which event ids a stream holds, up to the revision it was last read to; streams only grow, so
 * this stays true. Lets an append tell a repeated command from a new one without reading the stream
 * again.
 */
export const createKnownIds = (maxEvents = 200_000) => {
  interface Known {
    revision: number;
    readonly ids: Map<string, number>;
  }
  const streams = new Map<string, Known>();
  let events = 0;

  const touch = (stream: string, known: Known) => {
    streams.delete(stream);
    streams.set(stream, known);
    while (events > maxEvents && streams.size > 1) {
      const [oldest] = streams;
      if (!oldest) return;
      streams.delete(oldest[0]);
      events -= oldest[1].ids.size;
    }
  };

  return {
    /** Revision up to which the stream is known. */
    knownTo: (stream: string): number => streams.get(stream)?.revision ?? -1,
    find: (stream: string, id: string): number | undefined => streams.get(stream)?.ids.get(id),
    /**
     * Takes note of events that follow without a gap upon what is known; others are passed over.
     */
    learn(stream: string, found: readonly { readonly id: string; readonly revision: number }[]): void {
      const known = streams.get(stream) ?? { revision: -1, ids: new Map<string, number>() };
      for (const { id, revision } of found) {
        if (revision !== known.revision + 1) continue;
        known.ids.set(id, revision);
        known.revision = revision;
        events++;
      }
      touch(stream, known);
    },
  };
};
