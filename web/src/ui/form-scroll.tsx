import { type ReactNode, type RefObject, useEffect, useImperativeHandle, useRef } from "react";

/**
 * What has the focus, with what is said below its line, where a smaller box no longer shows it but
 * showed it before.
 */
const bringBack = (box: HTMLElement, heightBefore: number): void => {
  const focused = document.activeElement;
  if (!(focused && focused !== box && box.contains(focused))) return;
  const { top } = box.getBoundingClientRect();
  const line = focused.closest(".line") ?? focused;
  const field = focused.getBoundingClientRect();
  const wasSeen = field.bottom > top && field.top < top + heightBefore;
  const isWhole = line.getBoundingClientRect().bottom <= top + box.clientHeight;
  if (wasSeen && !isWhole) line.scrollIntoView({ block: "nearest" });
};

/**
 * The part of a desk that scrolls. Where a note below takes room of it, the field that somebody is
 * in stays in sight: the note is mostly about that field.
 */
export const FormScroll = (props: {
  readonly children: ReactNode;
  /** `checkgrid` where fields stand in a grid. */
  readonly kind?: "checkgrid";
  readonly ref?: RefObject<HTMLDivElement | null>;
}) => {
  const { children, kind, ref } = props;
  const box = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => box.current as HTMLDivElement);
  useEffect(() => {
    const shown = box.current;
    if (!shown) return;
    let height = shown.clientHeight;
    const observer = new ResizeObserver(() => {
      const before = height;
      height = shown.clientHeight;
      if (height < before) bringBack(shown, before);
    });
    observer.observe(shown);
    return () => observer.disconnect();
  }, []);
  return (
    <div className={kind === undefined ? "scroll" : `scroll ${kind}`} ref={box}>
      {children}
    </div>
  );
};
