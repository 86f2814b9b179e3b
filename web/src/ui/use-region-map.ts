import { type PointerEvent, type RefObject, useEffect, useRef, useState } from "react";
import { type Point, regionBetween, regionsOf, rememberRegion, scrollTo } from "./regions.ts";

const groupAt = (target: EventTarget | null): HTMLElement | undefined =>
  (target instanceof Element && target.closest<HTMLElement>("[data-group]")) || undefined;

export interface RegionMap {
  /** The heading of the fields that the next drag is about; undefined while nobody teaches. */
  readonly teaching: string | undefined;
  readonly teach: () => void;
  /** Remembers what is seen now, for whoever uses no mouse. */
  readonly keepView: () => void;
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
}

/**
 * The image follows the field: moves `stage` to the region of the group of fields that gets the
 * focus.
 */
export const useRegionMap = (
  stage: RefObject<HTMLDivElement | null>,
  bookId: string | undefined,
): RegionMap => {
  const [teaching, setTeaching] = useState<string>();
  const here = useRef<HTMLElement>(undefined);
  const begun = useRef<Point>(undefined);
  useEffect(() => {
    if (bookId === undefined) return;
    const follow = (event: FocusEvent) => {
      const group = groupAt(event.target);
      if (!group || group === here.current) return;
      here.current = group;
      setTeaching((before) => before && (group.querySelector("legend")?.textContent ?? ""));
      const region = regionsOf(bookId)[group.dataset["group"] ?? ""];
      const shown = stage.current;
      if (!region || !shown) return;
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = shown;
      shown.scrollTo({
        left: scrollTo(region.left, region.right, { whole: scrollWidth, seen: clientWidth }),
        top: scrollTo(region.top, region.bottom, { whole: scrollHeight, seen: clientHeight }),
      });
    };
    document.addEventListener("focusin", follow);
    return () => document.removeEventListener("focusin", follow);
  }, [bookId, stage]);

  const placeOf = (event: PointerEvent) => {
    const shown = stage.current;
    const frame = shown?.getBoundingClientRect();
    return {
      x: event.clientX - (frame?.left ?? 0) + (shown?.scrollLeft ?? 0),
      y: event.clientY - (frame?.top ?? 0) + (shown?.scrollTop ?? 0),
    };
  };
  const keep = (from: Point, to: Point) => {
    const shown = stage.current;
    const group = here.current?.dataset["group"];
    if (!shown || bookId === undefined || group === undefined) return;
    rememberRegion(bookId, group, regionBetween(from, to, shown.scrollWidth, shown.scrollHeight));
  };
  return {
    teaching,
    teach: () =>
      setTeaching((before) =>
        before === undefined ? (here.current?.querySelector("legend")?.textContent ?? undefined) : undefined,
      ),
    keepView() {
      const shown = stage.current;
      if (!shown) return;
      const { scrollLeft: x, scrollTop: y, clientWidth, clientHeight } = shown;
      keep({ x, y }, { x: x + clientWidth, y: y + clientHeight });
    },
    onPointerDown(event) {
      begun.current = teaching === undefined ? undefined : placeOf(event);
    },
    onPointerUp(event) {
      const from = begun.current;
      begun.current = undefined;
      if (!from || teaching === undefined) return;
      keep(from, placeOf(event));
      setTeaching(undefined);
    },
  };
};
