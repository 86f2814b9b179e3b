import { usePageKeys } from "../../ui/use-page-keys.ts";
import type { Decision } from "./decisions.ts";
import type { Arbitration } from "./use-arbitration.ts";

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLInputElement;

/**
 * 1, 2, 3 decide, Z takes back; in a group the arrows move, A and B decide all of it. None of them
 * acts while the arbiter is told of a decision that was not taken.
 */
export const useArbitrationKeys = (
  { grouped, takeBack, move, decideAll, notTaken }: Arbitration,
  choose: (choice: Decision["choice"]) => void,
): void => {
  const always: Readonly<Record<string, () => void>> = {
    "1": () => choose("first"),
    "2": () => choose("second"),
    "3": () => choose("neither"),
    z: takeBack,
  };
  const inGroup: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    a: () => decideAll("first"),
    b: () => decideAll("second"),
  };
  usePageKeys((event) => {
    if (notTaken.unseen.length > 0) return;
    if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = always[key] ?? (grouped ? inGroup[key] : undefined);
    if (!act) return;
    event.preventDefault();
    // A key that is held must not settle what nobody looked at.
    if (!event.repeat || event.key.startsWith("Arrow")) act();
  });
};
