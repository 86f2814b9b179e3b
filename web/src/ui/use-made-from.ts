import { useState } from "react";
import { problemOf } from "../api/problem.ts";
import { ofSeen } from "../api/requests.ts";

/** Whether somebody else changed the same thing first. */
export const isOvertaken = (error: unknown): boolean =>
  Boolean(error) && problemOf(error).code === "revision-conflict";

/**
 * The revision that a person had before them when they began; after `forget`, the one that they
 * have before them now.
 */
export const useSeen = (revision: number) => {
  const [seen, setSeen] = useState<number | undefined>(revision);
  if (seen === undefined) setSeen(revision);
  return { seen: seen ?? revision, forget: () => setSeen(undefined) };
};

/**
 * A change of what others may change too: `header` says what it is made from, the revision that the
 * person had before them when they began. Where somebody else was quicker, `onError` has what is
 * there now read by `renew`; what was typed stays, and the next attempt is made from that.
 */
export const useMadeFrom = (revision: number, renew: () => Promise<unknown>) => {
  const { seen, forget } = useSeen(revision);
  return {
    header: ofSeen(seen),
    onError: async (error: Error) => {
      if (!isOvertaken(error)) return;
      await renew();
      forget();
    },
  };
};
