import type { ErrorCode } from "@sogoc/core";
import { z } from "zod";
import { isUpload, type Operation, operationIdOf, refusalsOf } from "./operations.ts";
import { getProblemText, type ProblemText, type ProblemTexts } from "./problem-texts.ts";
import { Problem } from "./problems.ts";

type Json = Record<string, unknown>;

const asObject = (value: unknown): Json =>
  typeof value === "object" && value !== null ? (value as Json) : {};

const retryAfter = {
  "Retry-After": { schema: { type: "string" }, description: "Seconds / giây" },
};

/** What stands beside an answer of these statuses. */
const headers: Readonly<Record<number, Json>> = {
  401: { "WWW-Authenticate": { schema: { type: "string" }, description: "`Bearer`" } },
  429: retryAfter,
  503: retryAfter,
};

const describe = (code: ErrorCode, { vi, en }: ProblemText): string => `\`${code}\`: ${vi} / ${en}`;

/**
 * The refusals of one status: each code with its words, and the problem document that carries it.
 */
const refusal = (status: number, codes: readonly ErrorCode[], texts: ProblemTexts): Json => ({
  ...(headers[status] ? { headers: headers[status] } : {}),
  description: codes.map((code) => describe(code, getProblemText(texts, code))).join("\n\n"),
  content: {
    "application/problem+json": {
      schema: {
        allOf: [
          { $ref: "#/components/schemas/Problem" },
          { type: "object", properties: { code: { type: "string", enum: [...codes] } } },
        ],
      },
    },
  },
});

const refusals = (operation: Operation, texts: ProblemTexts): Json => {
  const byStatus = Map.groupBy(refusalsOf(operation), (code) => getProblemText(texts, code).status);
  const sorted = [...byStatus].toSorted(([one], [other]) => one - other);
  return Object.fromEntries(sorted.map(([status, codes]) => [String(status), refusal(status, codes, texts)]));
};

const uploadBody = {
  required: true,
  content: {
    "multipart/form-data": {
      schema: {
        type: "object",
        required: ["file"],
        properties: { file: { type: "string", format: "binary", description: "Tệp gửi lên / The file" } },
      },
    },
  },
};

/**
 * The answer that succeeds: what the schema says, or a file, or either where the caller asks for a
 * stream.
 */
const success = (described: Json, answers: string | undefined): Json => {
  if (answers === undefined) return described;
  const said = asObject(asObject(described["200"])["content"]);
  const content = { ...said, [answers]: { schema: { type: "string", format: "binary" } } };
  return { "200": { description: "Tệp hoặc luồng / A file or a stream", content } };
};

const atLeast = {
  name: "Sogoc-At-Least",
  in: "header",
  required: false,
  schema: { type: "string", pattern: "^[0-9]{1,15}$" },
  description: "Waits, for a bounded time, until the answer shows everything up to this position.",
};

const parametersOf = (described: Json): unknown[] => [
  ...(Array.isArray(described["parameters"]) ? described["parameters"] : []),
  atLeast,
];

const complete = (described: Json, operation: Operation, texts: ProblemTexts): Json => {
  const { permission, answers } = operation;
  const isPublic = "open" in permission && permission.open === "public";
  return {
    ...described,
    operationId: operationIdOf(operation),
    parameters: parametersOf(described),
    ...(isUpload(operation) ? { requestBody: uploadBody } : {}),
    responses: { ...success(asObject(described["responses"]), answers), ...refusals(operation, texts) },
    security: isPublic ? [] : [{ bearer: [] }],
  };
};

const pathOf = (url: string): string => url.replace(/:(\w+)/g, "{$1}");

/**
 * The generated document with what its generator cannot know: names of operations, the uploaded
 * file, media types of files, refusals by status and code, and which operations need no token.
 * `document` is OpenAPI 3.1 as JSON.
 */
export const completeDocument = (
  document: object,
  operations: readonly Operation[],
  texts: ProblemTexts,
): Json => {
  const { paths: described, components, ...rest } = document as Json;
  const paths = structuredClone(asObject(described));
  for (const operation of operations) {
    const path = asObject(paths[pathOf(operation.url)]);
    const method = operation.method.toLowerCase();
    path[method] = complete(asObject(path[method]), operation, texts);
  }
  const problem = z.toJSONSchema(Problem, { target: "draft-2020-12" });
  const schemas = { ...asObject(asObject(components)["schemas"]), Problem: problem };
  return { ...rest, servers: [{ url: "/" }], components: { ...asObject(components), schemas }, paths };
};
