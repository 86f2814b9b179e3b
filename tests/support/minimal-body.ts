import { z } from "zod";

type JsonSchema = Readonly<Record<string, unknown>>;

/** What properties of these names hold, wherever they stand; others are made of the schema. */
export type Known = Readonly<Record<string, unknown>>;

const inner = (schema: unknown): JsonSchema => (schema ?? {}) as JsonSchema;

const fitting = (schema: JsonSchema, known: Known): unknown => {
  const { type, anyOf, oneOf, properties, required = [], items, format } = schema;
  if (schema["const"] !== undefined) return schema["const"];
  if (Array.isArray(schema["enum"])) return schema["enum"][0];
  for (const choice of [anyOf, oneOf]) if (Array.isArray(choice)) return fitting(inner(choice[0]), known);
  if (type === "object") {
    const parts = inner(properties);
    return Object.fromEntries(
      (required as string[]).map((name) => [name, known[name] ?? fitting(inner(parts[name]), known)]),
    );
  }
  if (type === "array") return Number(schema["minItems"] ?? 0) > 0 ? [fitting(inner(items), known)] : [];
  if (type === "integer" || type === "number")
    return (
      Number(schema["minimum"] ?? schema["exclusiveMinimum"] ?? 0) + ("exclusiveMinimum" in schema ? 1 : 0)
    );
  if (type === "boolean") return false;
  if (format === "date") return "2026-01-01";
  return "chữ để thử".padEnd(Number(schema["minLength"] ?? 0), "x");
};

/** The smallest content that a route takes: of its schema, with what is known by name. */
export const minimalBody = (schema: unknown, known: Known): unknown =>
  schema instanceof z.ZodType
    ? fitting(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), known)
    : {};

/** The names that a query must have. */
export const requiredOf = (schema: unknown): readonly string[] =>
  schema instanceof z.ZodType
    ? ((z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }).required ?? []) as string[])
    : [];
