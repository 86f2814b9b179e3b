import type { EventStore, RecordedEvent } from "@sogoc/core";
import { PAGE } from "./read-log.ts";

/** Writes events to a store in their order, page by page; answers how many. */
export const copyEvents = async (
  events: AsyncIterable<RecordedEvent>,
  to: EventStore,
  onPage: (last: RecordedEvent) => void,
): Promise<number> => {
  let copied = 0;
  let page: RecordedEvent[] = [];
  const write = async () => {
    const last = page.at(-1);
    if (!last) return;
    await to.restore(page);
    copied += page.length;
    page = [];
    onPage(last);
  };
  for await (const event of events) {
    page.push(event);
    if (page.length >= PAGE) await write();
  }
  await write();
  return copied;
};
