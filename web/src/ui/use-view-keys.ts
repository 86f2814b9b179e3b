import { type RefObject, useEffect } from "react";
import { moveImage } from "./image-place.ts";
import type { useView } from "./use-view.ts";

const STEP = 120;

/** The keys of the image, all of them with Alt: they work wherever the focus is. */
export const useViewKeys = (
  stage: RefObject<HTMLDivElement | null>,
  steps: Omit<ReturnType<typeof useView>, "view">,
  keepView: (() => void) | undefined,
): void => {
  const acts: Readonly<Record<string, (() => void) | undefined>> = {
    "=": steps.zoomIn,
    "+": steps.zoomIn,
    "-": steps.zoomOut,
    r: steps.rotate,
    b: steps.brighten,
    c: steps.sharpen,
    p: moveImage,
    v: keepView,
    ArrowUp: () => stage.current?.scrollBy({ top: -STEP }),
    ArrowDown: () => stage.current?.scrollBy({ top: STEP }),
    ArrowLeft: () => stage.current?.scrollBy({ left: -STEP }),
    ArrowRight: () => stage.current?.scrollBy({ left: STEP }),
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      // With Caps Lock on, a letter comes as a capital.
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const act = event.altKey ? acts[key] : undefined;
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  });
};
