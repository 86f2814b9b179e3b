import i18next from "i18next";
import type { Trouble } from "./drafts.ts";
import { hasCarriedOver, type KeyedFields } from "./keyed-fields.ts";

const standOn = (input: Element | null): void => {
  if (!(input instanceof HTMLInputElement)) return;
  input.focus();
  input.select();
};

/** Puts the cursor on a column, its text marked so that typing takes its place. */
export const askFor = (code: string): void => standOn(document.getElementById(`field-${code}`));

/** The same for the first column of the form whose value was carried over and is unconfirmed. */
export const askToConfirm = (): void =>
  standOn(document.querySelector("input[data-field][data-state=ditto]"));

/** Why the form waits: a field that must not stay empty is. */
export const emptyTrouble = (): Trouble => ({
  code: "required-empty",
  title: i18next.getFixedT("vi")("desk.keyOrSay"),
  titleEn: i18next.getFixedT("en")("desk.keyOrSay"),
  errors: [],
});

/**
 * Why the form waits: values stand in it that were offered, of the case before or else of what is
 * known of the book, and that nobody has confirmed.
 */
export const carriedTrouble = (fields: KeyedFields): Trouble => {
  const key = hasCarriedOver(fields) ? "desk.confirmCarried" : "desk.confirmOffered";
  return {
    code: "carried-over",
    title: i18next.getFixedT("vi")(key),
    titleEn: i18next.getFixedT("en")(key),
    errors: [],
  };
};

/** Why no number is offered: each of the batch has its case. */
export const noNumberTrouble = (): Trouble => ({
  code: "no-number-left",
  title: i18next.getFixedT("vi")("desk.noNumberLeft"),
  titleEn: i18next.getFixedT("en")("desk.noNumberLeft"),
  errors: [],
});
