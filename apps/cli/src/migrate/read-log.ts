import { createChainVerifier, type EventStore, type RecordedEvent } from "@sogoc/core";
import { CommandFailed, exitCodes } from "../exit-codes.ts";

/** Events read, compared or written at a time. */
export const PAGE = 1_000;

/** A store's whole log in its order. */
export const readLog = async function* (store: EventStore): AsyncGenerator<RecordedEvent, undefined> {
  const read = (after: number) => {
    const page = store.readAll({ after, limit: PAGE });
    // Nobody may come for it any more.
    page.catch(() => {});
    return page;
  };
  for (let coming = read(0); ; ) {
    const page = await coming;
    // On its way while this one is looked at.
    if (!page.end) coming = read(page.upTo);
    yield* page.events;
    if (page.end) return;
  }
};

/** The same, checking every hash and chain on the way: a broken log is not carried anywhere. */
export const readSoundLog = async function* (store: EventStore): AsyncGenerator<RecordedEvent, undefined> {
  const verify = createChainVerifier({ gapless: false });
  for await (const event of readLog(store)) {
    const broken = verify(event);
    if (broken) {
      const { fault, stream, revision, id } = broken;
      const place = `${fault}  stream ${stream}  revision ${revision}  event ${id}`;
      throw new CommandFailed(`HỎNG / BROKEN: ${place}`, exitCodes.notInOrder);
    }
    yield event;
  }
};
