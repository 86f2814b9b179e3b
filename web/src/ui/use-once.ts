import { useEffect, useRef } from "react";

/** Does something once on this page, as soon as what it needs is there. */
export const useOnce = <Needed>(needed: Needed | undefined, act: (needed: Needed) => void): void => {
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || needed === undefined) return;
    begun.current = true;
    act(needed);
  });
};
