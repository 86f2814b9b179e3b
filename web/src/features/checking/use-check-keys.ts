import { usePageKeys } from "../../ui/use-page-keys.ts";

const moveFrom = (field: string | undefined, step: number): void => {
  const all = [...document.querySelectorAll<HTMLElement>("[data-checked]")];
  const here = all.findIndex((one) => one.dataset["checked"] === field);
  all[Math.min(all.length - 1, Math.max(0, here + step))]?.focus();
};

/** Arrows go from field to field, X marks, Enter confirms the case, F7 opens the one before. */
export const useCheckKeys = (acts: {
  readonly toggle: (field: string) => void;
  readonly confirm: () => void;
  readonly previous: (() => void) | undefined;
}): void => {
  const { toggle, confirm, previous } = acts;
  usePageKeys((event) => {
    const field = event.target instanceof HTMLElement ? event.target.dataset["checked"] : undefined;
    if (event.altKey || event.ctrlKey) return;
    // A key that is held must not pass case after case that nobody looked at.
    if (event.repeat && !event.key.startsWith("Arrow")) return;
    if (event.key === "ArrowDown") moveFrom(field, 1);
    else if (event.key === "ArrowUp") moveFrom(field, -1);
    else if (event.key === "F7" && previous) previous();
    else if (event.key.toLowerCase() === "x" && field !== undefined) toggle(field);
    else if (event.key === "Enter" && (field !== undefined || event.target === document.body)) confirm();
    else return;
    event.preventDefault();
  });
};
