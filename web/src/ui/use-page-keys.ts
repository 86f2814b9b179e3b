import { useEffect, useRef } from "react";

/** The keys of a page, wherever its focus is; an open dialog keeps its keys to itself. */
export const usePageKeys = (press: (event: KeyboardEvent) => void): void => {
  const current = useRef(press);
  useEffect(() => {
    current.current = press;
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => current.current(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
};
