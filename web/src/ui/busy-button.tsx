import { type ComponentProps, useImperativeHandle, useLayoutEffect, useRef } from "react";
import { whenIdle } from "./when-idle.ts";

const PLACES = "li, tr, form, section, article, .card, main";

/**
 * Once the work is done its button may be gone: the focus goes to the place where it stood, so that
 * the next Tab goes on from there and not from the top of the page.
 */
const leaveFocusNear = (gone: HTMLElement | null): void => {
  if (!gone || document.activeElement !== gone) return;
  const around: HTMLElement[] = [];
  for (let place: HTMLElement | null | undefined = gone; place; place = place.parentElement)
    if (place.matches(PLACES)) around.push(place);
  queueMicrotask(() => {
    const near = around.find(({ isConnected }) => isConnected);
    // Whatever has asked for the focus meanwhile has it.
    if (!near || document.activeElement !== document.body) return;
    near.tabIndex = -1;
    near.focus({ preventScroll: true });
  });
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
