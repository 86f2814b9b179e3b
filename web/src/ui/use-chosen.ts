import { useState } from "react";

/** The chosen lines of a list, by their keys. */
export const useChosen = () => {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (keys: readonly string[], on: boolean) => {
    const next = new Set(chosen);
    for (const key of keys) {
      if (on) next.add(key);
      else next.delete(key);
    }
    setChosen(next);
  };
  const chooseOnly = (keys: readonly string[]) => setChosen(new Set(keys));
  return { chosen, choose, chooseOnly, chooseNone: () => chooseOnly([]) };
};
