import { type RefObject, useEffect, useRef } from "react";

/** Returns a ref that tells, when a late answer arrives, whether its page is still open. */
export const useAtPage = (): RefObject<boolean> => {
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  return here;
};
