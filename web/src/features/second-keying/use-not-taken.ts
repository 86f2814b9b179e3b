import { useRef, useState } from "react";
import { type Decision, differenceKey, type NotTaken } from "./decisions.ts";

interface Told extends NotTaken {
  /** The arbiter has seen that it was not taken. */
  readonly isSeen: boolean;
}

const keyOf = ({ difference }: Decision) => differenceKey(difference);

/**
 * Decisions that the server did not take. Each is told until the arbiter has seen it; one whose
 * difference is still open is then kept beside it until it is decided anew.
 */
export const useNotTaken = () => {
  const [told, setTold] = useState<readonly Told[]>([]);
  const latest = useRef(told);
  const keep = (items: readonly Told[]) => {
    latest.current = items;
    setTold(items);
  };
  const forget = (decisions: readonly Decision[]) => {
    const these = new Set(decisions.map(keyOf));
    keep(latest.current.filter(({ decision }) => !these.has(keyOf(decision))));
  };
  return {
    unseen: told.filter(({ isSeen }) => !isSeen),
    /** What was chosen of an open difference before. */
    keptOf: (difference: { recordId: string; field: string }): Decision | undefined =>
      told.find(({ decision }) => keyOf(decision) === differenceKey(difference))?.decision,
    /** Whether something waits to be seen now, also between two drawings of the page. */
    isWaiting: () => latest.current.some(({ isSeen }) => !isSeen),
    tell: (items: readonly NotTaken[]) => {
      forget(items.map(({ decision }) => decision));
      keep([...latest.current, ...items.map((one) => ({ ...one, isSeen: false }))]);
    },
    /** Decided anew. */
    forget,
    see: () => keep(latest.current.filter(({ isOpen }) => isOpen).map((one) => ({ ...one, isSeen: true }))),
  };
};
