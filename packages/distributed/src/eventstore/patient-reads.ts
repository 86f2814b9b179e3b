import { logRequest, readEvents } from "./read-requests.ts";
import { isTooLate } from "./retrying.ts";
import { scanLog } from "./scan.ts";
import type { Server } from "./server.ts";
import { type ClientEvent, positionOf } from "./stored-event.ts";

/**
 * Reads of the log that end however many events of others lie on the way: first by one request,
 * and where the server does not come to its end in time, step by step.
 */
export const createPatientReads = ({
  client,
  pattern: all,
  answerMs,
  attempt,
}: Pick<Server, "client" | "answerMs" | "attempt"> & {
  /** Of the types of everything in this installation. */
  readonly pattern: string;
}) => {
  /**
   * A read of the log; undefined where the server has not gone through it in time, because too much
   * of others lies on the way, or says nothing.
   */
  const readLog = (...request: Parameters<typeof logRequest>) =>
    attempt(
      () =>
        readEvents(client, logRequest(...request), answerMs).catch((error: unknown) => {
          if (isTooLate(error)) return undefined;
          throw error;
        }),
      // The read itself ends first.
      answerMs + 1_000,
    );

  /** The newest event that this store knows of: what is older need not be looked through again. */
  let newest = 0;
  const head = async (): Promise<number> => {
    const found = await readLog("end", 1, all);
    if (found) {
      const [last] = found;
      newest = last ? positionOf(last) : 0;
      return newest;
    }
    const take = (event: ClientEvent) => {
      newest = Math.max(newest, positionOf(event));
      return false;
    };
    const whole = { after: newest, reached: Number.POSITIVE_INFINITY, take, stepMs: answerMs, attempt };
    await scanLog(client, all, whole);
    return newest;
  };

  /** The next events behind a position, more than `limit` where there are more. */
  const eventsBehind = async (after: number, limit: number, reached: number, pattern: string) => {
    // The server begins with the event at the position itself.
    const page = await readLog(after === 0 ? "start" : BigInt(after - 1), limit + 2, pattern);
    if (page) return page.filter((event) => positionOf(event) > after);
    const found: ClientEvent[] = [];
    const take = (event: ClientEvent) => found.push(event) > limit;
    await scanLog(client, pattern, { after, reached, take, stepMs: answerMs, attempt });
    return found;
  };

  return { head, eventsBehind };
};
