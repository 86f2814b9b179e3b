import { textOf } from "../../ui/field-value.ts";
import type { Case } from "./use-cases.ts";

/** The names in a case, by which a clerk knows it in a list. */
export const namesIn = (one: Case): string =>
  Object.entries(one.fields)
    .filter(([code]) => code.endsWith("HoTen") && !code.startsWith("nyc"))
    .map(([, value]) => textOf(value, { blank: "", illegible: () => "…", doubtful: "?" }))
    .filter((name) => name !== "")
    .slice(0, 2)
    .join(", ");
