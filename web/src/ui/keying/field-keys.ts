import { type KeyedField, type KeyedFields, typedForEveryCase } from "./keyed-fields.ts";

interface FieldKeys {
  readonly fields: KeyedFields;
  /** The case before, for ditto. */
  readonly previous: KeyedFields;
  readonly change: (code: string, field: KeyedField) => void;
  readonly askIllegible: (code: string) => void;
}

const fieldUnder = (target: EventTarget | null): string | undefined =>
  target instanceof HTMLInputElement ? target.dataset["field"] : undefined;

const goOn = (from: HTMLInputElement) => {
  const inputs = [...document.querySelectorAll<HTMLInputElement>("input[data-field]")];
  const next = inputs[inputs.indexOf(from) + 1];
  next?.focus();
  // As Tab does: what is typed now takes the place of what was offered.
  next?.select();
};

/**
 * The arrow to the right where the text ends, and something is proposed: there the arrow has
 * nothing else to do.
 */
const isAcceptance = (event: KeyboardEvent, input: HTMLInputElement): boolean =>
  event.key === "ArrowRight" &&
  !(event.altKey || event.ctrlKey || event.shiftKey) &&
  input.dataset["proposal"] !== undefined &&
  input.selectionStart === input.value.length;

/** Keys that say something of the field or confirm it. */
const says: ReadonlySet<string> = new Set(["F2", "F3", "F4", "F6", "Enter"]);

const isTyped = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  key.length === 1 && !(ctrlKey || metaKey || altKey);

/**
 * The keys of one field: blank, illegible, doubtful, ditto, what is proposed, and Enter to confirm
 * and go on.
 */
export const pressInField = (event: KeyboardEvent, keys: FieldKeys): void => {
  const { fields, previous, change, askIllegible } = keys;
  const code = fieldUnder(event.target);
  if (code === undefined || !(event.target instanceof HTMLInputElement)) return;
  const here = fields[code] ?? { text: "" };
  // A key that is held says nothing of a field, and confirms none that nobody looked at.
  if (event.repeat && (says.has(event.key) || isAcceptance(event, event.target))) {
    event.preventDefault();
    return;
  }
  if (event.key === "F2")
    change(code, here.special === "blank" ? { text: here.text } : { text: here.text, special: "blank" });
  else if (event.key === "F3") {
    if (here.special === "illegible") change(code, { text: here.text });
    else askIllegible(code);
  } else if (event.key === "F4") change(code, { text: here.text, doubtful: !here.doubtful, seen: here.seen });
  else if (event.key === "F6") {
    // Without a case before there is nothing to copy, and what was typed stays.
    const before = previous[code];
    if (before && !typedForEveryCase.has(code))
      change(code, { ...before, ditto: true, seen: "carried-over" });
  } else if (isAcceptance(event, event.target))
    change(code, { text: event.target.dataset["proposal"] ?? "" });
  else if (event.key === "Enter" && !event.ctrlKey) {
    if (here.ditto) change(code, { ...here, ditto: false });
    goOn(event.target);
  } else if (here.special && (event.key === "Backspace" || event.key === "Delete"))
    change(code, { text: here.special === "blank" ? here.text : "" });
  else {
    // Whoever types has looked, also where the same text comes of it, of which the input tells
    // nobody.
    if (here.ditto && isTyped(event)) change(code, { ...here, ditto: false, seen: undefined });
    return;
  }
  event.preventDefault();
};
