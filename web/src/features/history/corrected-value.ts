import { illegibleReasons, type KeyedValue } from "../../ui/keying/keyed-fields.ts";

/** What the book shows in a field: words, nothing, or what nobody can read. */
export const correctionKinds = ["text", "blank", "illegible"] as const;
export type CorrectionKind = (typeof correctionKinds)[number];

const textOfInput = (form: FormData, name: string): string => String(form.get(name) ?? "").normalize("NFC");

/** The value that a form asks for, with its doubt, or with the part of it that can be read. */
export const correctedValue = (form: FormData, kind: CorrectionKind): KeyedValue => {
  if (kind === "blank") return { blank: true };
  if (kind === "illegible") {
    const illegible = illegibleReasons.find((one) => one === form.get("why")) ?? "handwriting";
    const part = textOfInput(form, "part").trim();
    return part === "" ? { illegible } : { illegible, raw: part };
  }
  const raw = textOfInput(form, "value");
  return form.get("doubtful") === null ? { raw } : { raw, doubtful: true };
};
