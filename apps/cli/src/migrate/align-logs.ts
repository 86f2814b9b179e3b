import { isDeepStrictEqual } from "node:util";
import type { EventStore, RecordedEvent } from "@sogoc/core";
import { CommandFailed, exitCodes } from "../exit-codes.ts";
import { readLog, readSoundLog } from "./read-log.ts";

/** How far two logs are the same, from their beginning. */
export interface Aligned {
  readonly events: number;
  readonly streams: number;
  /** What the source has beyond that, in order. */
  readonly rest: AsyncGenerator<RecordedEvent, undefined>;
}

/** Only the position is each store's own. */
const isSame = (one: RecordedEvent, other: RecordedEvent): boolean =>
  isDeepStrictEqual({ ...one, position: other.position }, other);

const refuse = ({ stream, revision, id }: RecordedEvent): never => {
  throw new CommandFailed(
    "Nơi đến đã có dữ liệu khác; không ghi thêm gì. / The target already holds something else; nothing more was written.\n" +
      `  stream ${stream}  revision ${revision}  event ${id}`,
    exitCodes.notInOrder,
  );
};

/**
 * Compares event by event, as long as the target has any, and checks the source's chains on the
 * way. Throws `CommandFailed` for the first event of the target that is not the source's at that
 * place.
 */
export const alignLogs = async (
  from: EventStore,
  to: EventStore,
  onEvent: (source: RecordedEvent) => void,
): Promise<Aligned> => {
  const source = readSoundLog(from);
  const streams = new Set<string>();
  let events = 0;
  for await (const there of readLog(to)) {
    const { value } = await source.next();
    if (!value || !isSame(value, there)) return refuse(there);
    events++;
    streams.add(value.stream);
    onEvent(value);
  }
  return { events, streams: streams.size, rest: source };
};
