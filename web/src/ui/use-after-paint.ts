import { startTransition, useEffect, useState } from "react";

/**
 * False while a page is first drawn, true once that was seen: what takes long to draw comes then,
 * and bit by bit, so that the key that opened the page is answered at once.
 */
export const useAfterPaint = (): boolean => {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => startTransition(() => setPainted(true)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, []);
  return painted;
};
