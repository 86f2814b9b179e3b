import { setTimeout as pause } from "node:timers/promises";
import { createBackoff } from "../backoff.ts";
import type { Lanes } from "./lanes.ts";
import { endsOf, type Watermarks } from "./watermarks.ts";

const POLL_MS = 15;
/** How often it is asked what other processes of the group have consumed. */
const ASK_OTHERS_MS = 250;

/** Follows how far a subscription's whole group came, for those who wait for it. */
export const createCatchUp = (parts: {
  readonly watermarks: () => Promise<Watermarks>;
  readonly topicNames: readonly string[];
  readonly lanes: Pick<Lanes, "begun" | "left">;
  readonly stopping: AbortSignal;
}) => {
  const { watermarks, topicNames, lanes, stopping } = parts;
  let covered = 0;
  let target: ReturnType<typeof endsOf> | undefined;
  let looking: Promise<void> | undefined;
  let askedOthers = 0;

  const step = async () => {
    target ??= endsOf(await watermarks(), topicNames);
    const foreign = [...target.ends.keys()].some((lane) => !lanes.begun.has(lane));
    const askOthers = foreign && Date.now() - askedOthers > ASK_OTHERS_MS;
    if (askOthers) askedOthers = Date.now();
    const counts = await lanes.left(target.ends, askOthers);
    if (counts.some((count) => count > 0)) return;
    covered = Math.max(covered, target.relayed);
    target = undefined;
  };

  /**
   * One step towards being caught up, shared by all who wait: the topics' ends are noted once and
   * kept until they are reached, so that it is reached also while more is written.
   */
  const look = (): Promise<void> => {
    looking ??= step().finally(() => {
      looking = undefined;
    });
    return looking;
  };

  return {
    /** Everything up to this position was handled when somebody last waited for it. */
    covered: () => covered,
    async caughtUp(wanted: number, timeoutMs: number): Promise<boolean> {
      let late = false;
      let timer: NodeJS.Timeout | undefined;
      const deadline = new Promise<true>((resolve) => {
        timer = setTimeout(() => {
          late = true;
          resolve(true);
        }, timeoutMs);
      });
      // The broker may be away: asked again, ever more seldom, until the time is up.
      const backoff = createBackoff({ firstMs: POLL_MS });
      while (!stopping.aborted && covered < wanted && !late) {
        const looked = look().then(
          () => true,
          () => false,
        );
        const sound = await Promise.race([looked, deadline]);
        if (sound) backoff.reset();
        if (covered < wanted) await Promise.race([pause(sound ? POLL_MS : backoff.next()), deadline]);
      }
      clearTimeout(timer);
      return covered >= wanted;
    },
  };
};
