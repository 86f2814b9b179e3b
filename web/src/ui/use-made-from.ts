import { useState } from "react";
import { problemOf } from "../api/problem.ts";
import { ofSeen } from "../api/requests.ts";

/** Whether somebody else changed the same thing first. */
export const isOvertaken = (error: unknown): boolean =>
  Boolean(error) && problemOf(error).code === "revision-conflict";

/**
 * A change of what others may change too: `header` says what it is made from, the revision that the
 * person had before them when they began. Where somebody else was quicker, `onError` has what is
 * there now read by `renew`; what was typed stays, and the next attempt is made from that.
 */
export const useMadeFrom = (revision: number, renew: () => Promise<unknown>) => {
  const [seen, setSeen] = useState<number | undefined>(revision);
  if (seen === undefined) setSeen(revision);
  return {
    header: ofSeen(seen ?? revision),
    onError: async (error: Error) => {
      if (!isOvertaken(error)) return;
      await renew();
      setSeen(undefined);
    },
  };
};
