import { usePageKeys } from "../use-page-keys.ts";
import { pressInField } from "./field-keys.ts";

/** The keys of a desk: those of the page by their names, Ctrl+Enter, then those of the field. */
export const useDeskKeys = (
  acts: Readonly<Record<string, () => void>>,
  save: () => void,
  inField: Parameters<typeof pressInField>[1],
): void =>
  usePageKeys((event) => {
    const act = event.key === "Enter" && event.ctrlKey ? save : acts[event.key];
    if (!act) {
      pressInField(event, inField);
      return;
    }
    event.preventDefault();
    // A key that is held acts once.
    if (!event.repeat) act();
  });
