import { z } from "zod";
import data from "../data/quality-rules.json" with { type: "json" };
import type { Field } from "./record-type-schema.ts";

/**
 * `error` blocks export, `warning` wants a confirmation with a reason, `info` is for reading only.
 */
export const Severity = z.enum(["error", "warning", "info"]);
export type Severity = z.infer<typeof Severity>;

/** One rule of the catalogue. `number` is the rule of the domain dossier that it belongs to. */
export const QualityRule = z.strictObject({
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/),
  number: z.int().min(1).max(32),
  severity: Severity,
  category: z.string(),
  scope: z.enum(["record", "book", "reconciliation"]),
  message_vi: z.string(),
  message_en: z.string(),
});
export type QualityRule = z.infer<typeof QualityRule>;

/** All rules, in the order of the dossier. */
export const qualityRules: readonly QualityRule[] = z.array(QualityRule).parse(data);

const byId = new Map(qualityRules.map((rule) => [rule.id, rule]));

/** What a rule has to say about one record. The messages are rendered. */
export const Finding = z.object({
  rule: z.string(),
  severity: Severity,
  fields: z.array(z.string()),
  params: z.record(z.string(), z.string()).exactOptional(),
  messageVi: z.string(),
  messageEn: z.string(),
  suggestion: z.string().exactOptional(),
});
export type Finding = z.infer<typeof Finding>;

/** What people are shown of a finding, wherever they meet it. */
export const FindingInWords = Finding.pick({
  rule: true,
  severity: true,
  fields: true,
  messageVi: true,
  messageEn: true,
});
export type FindingInWords = z.infer<typeof FindingInWords>;

/** Throws `RangeError` for an id that the catalogue does not have. */
export const getQualityRule = (id: string): QualityRule => {
  const rule = byId.get(id);
  if (rule === undefined) throw new RangeError(`Unknown quality rule ${id}`);
  return rule;
};

export interface FindingParts {
  readonly fields?: readonly (Field | string)[] | undefined;
  readonly params?: Record<string, string> | undefined;
  readonly severity?: Severity | undefined;
  readonly suggestion?: string | undefined;
}

const placeholder = /\{(\w+)\}/gu;

/** Build a finding from the catalogue; `{field}` in a message is the label of the first field. */
export const finding = (ruleId: string, parts: FindingParts = {}): Finding => {
  const rule = getQualityRule(ruleId);
  const { fields = [], params, suggestion } = parts;
  const first = fields[0] ?? "";
  const render = (template: string, label: string) =>
    template.replace(placeholder, (_, name: string) => (name === "field" ? label : (params?.[name] ?? "")));
  const found: Finding = {
    rule: rule.id,
    severity: parts.severity ?? rule.severity,
    fields: fields.map((field) => (typeof field === "string" ? field : field.code)),
    messageVi: render(rule.message_vi, typeof first === "string" ? first : first.label_vi),
    messageEn: render(rule.message_en, typeof first === "string" ? first : first.label_en),
  };
  if (params !== undefined) found.params = params;
  if (suggestion !== undefined) found.suggestion = suggestion;
  return found;
};

/**
 * What cannot be stored, because the record could not be found again or the text would break the
 * store.
 */
const blocking = new Set(["registration-number-invalid", "book-number-invalid", "control-characters"]);

/**
 * True when a record cannot be stored with this finding: no usable number or book number, or hidden
 * characters. Everything else may be accepted with a reason, because the book is the truth even
 * where it is wrong.
 */
export const blocksStorage = (found: Finding): boolean =>
  found.rule === "required-missing" ? found.params?.key === "true" : blocking.has(found.rule);
