import { useEffect, useRef } from "react";

/** Calls `act` once in the life of a page, as soon as what it needs is defined. */
export const useOnce = <Needed>(needed: Needed | undefined, act: (needed: Needed) => void): void => {
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || needed === undefined) return;
    begun.current = true;
    act(needed);
  });
};
