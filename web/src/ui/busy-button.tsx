import { type ComponentProps, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { focusNearest, placesAround } from "./focus-near.ts";
import { whenIdle } from "./when-idle.ts";

/** Once the work is done its button may be gone, and what had the focus with it. */
const leaveFocusNear = (gone: HTMLElement | null): void => {
  if (!gone || document.activeElement !== gone) return;
  const around = placesAround(gone);
  queueMicrotask(() => focusNearest(around));
};

/**
 * A button whose work takes a while. Disabled meanwhile it would lose the focus, and whoever works
 * with the keyboard their place on the page: it stays, says that it is busy, and a press does
 * nothing. `disabled` is for what cannot be done at all.
 */
export const BusyButton = (props: ComponentProps<"button"> & { readonly busy: boolean }) => {
  const { busy, onClick, ref, type = "button", ...rest } = props;
  const button = useRef<HTMLButtonElement>(null);
  useImperativeHandle(ref, () => button.current as HTMLButtonElement);
  useLayoutEffect(() => {
    const shown = button.current;
    return () => leaveFocusNear(shown);
  }, []);
  return <button {...rest} ref={button} type={type} {...whenIdle(busy, onClick)} />;
};
