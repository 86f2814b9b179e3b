import { CommandRejected } from "@sogoc/core";
import type { FileRefusal } from "./refusal.ts";

/**
 * A refusal that a route can throw as it is: the reason as a word in `params`, plain text in
 * `problems`.
 */
export const toRejection = ({ code, reason, details, texts }: FileRefusal): CommandRejected => {
  const params: Record<string, string | number> = { reason };
  for (const [name, value] of Object.entries(details)) if (value !== undefined) params[name] = value;
  return new CommandRejected(code, params, [
    { pointer: "", detail: texts.vi, detailEn: texts.en, rule: reason, severity: "error" },
  ]);
};
