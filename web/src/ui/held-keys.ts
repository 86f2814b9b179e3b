/** An Enter that is held goes on where lines are written: there it breaks them. */
const writesLines = (target: EventTarget | null): boolean => target instanceof HTMLTextAreaElement;

/**
 * Enter that is held acts once, wherever it is pressed: what the first stroke opens or brings into
 * focus (the next field, a question with its button, the next case) is looked at before the next
 * stroke answers it. Heard before every other listener.
 */
export const actOncePerStroke = (page: Window): void =>
  page.addEventListener(
    "keydown",
    (event) => {
      if (!event.repeat || event.key !== "Enter" || writesLines(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
