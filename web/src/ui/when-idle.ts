import type { MouseEvent } from "react";

type Pressed = MouseEvent<HTMLButtonElement>;

/**
 * What a button says while its work is under way, and does at a press: nothing, nor does its form
 * go out again. Disabled it would lose the focus, and whoever works with the keyboard their place
 * on the page.
 */
export const whenIdle = (busy: boolean, onClick: ((event: Pressed) => void) | undefined) => ({
  "aria-disabled": busy || undefined,
  "aria-busy": busy || undefined,
  onClick: (event: Pressed): void => {
    if (busy) event.preventDefault();
    else onClick?.(event);
  },
});
