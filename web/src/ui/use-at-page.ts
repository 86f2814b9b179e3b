import { type RefObject, useEffect, useRef } from "react";

/** Whether the person is still at this page, for what is answered later. */
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
