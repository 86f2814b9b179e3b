import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, it } from "vitest";
import { openApiDocuments } from "../../apps/standalone/src/openapi-documents.ts";

const documents = Object.entries(await openApiDocuments());

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly anyOf?: readonly Schema[];
}

/**
 * Bytes of the longest text, written with percent signs: up to twelve for each character. Infinity
 * where there is no end.
 */
const longest = ({ type, enum: list, maxLength, pattern, format, anyOf }: Schema): number => {
  if (anyOf) return Math.max(...anyOf.map(longest));
  if (type !== "string" || list || format === "date" || format === "date-time") return 100;
  if (maxLength === undefined) return pattern === undefined ? Number.POSITIVE_INFINITY : 100;
  return maxLength * (pattern === "^[A-Za-z0-9_-]*$" ? 1 : 12);
};

/** Of the 16 KiB that Node reads of a request's head, what its address may take. */
const MOST_BYTES = 12_000;

interface Described {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly object[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;
}

const operationsOf = (document: object): (Described & { readonly where: string })[] => {
  const { paths } = document as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, where: `${method} ${path}` })),
  );
};

describe.each(documents)("the OpenAPI document of %s", (_, document) => {
  it("has nothing that a linter complains of", async () => {
    const config = await createConfig({
      extends: ["recommended-strict"],
      rules: {
        "operation-4xx-response": "error",
        "no-server-example.com": "error",
        "info-license": "off",
        // A record over a closed list of keys is described by the names that its properties may
        // have, which the rule does not read.
        "no-required-schema-properties-undefined": "off",
      },
    });
    const problems = await lintFromString({ source: JSON.stringify(document), config });
    expect(
      problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`),
    ).toEqual([]);
  });

  it("names, tags and answers for every operation", () => {
    const operations = operationsOf(document);
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(operations.length);
    for (const { where, operationId, tags, responses } of operations) {
      expect(operationId, where).toMatch(/^(get|post|delete)[A-Za-z]+$/);
      expect(tags, where).toHaveLength(1);
      const [[status = "", success] = []] = Object.entries(responses).filter(([code]) =>
        code.startsWith("2"),
      );
      expect(status, where).toMatch(/^20\d$/);
      // Figures that moved are told once or as a stream.
      const answers = status === "204" ? 0 : where.endsWith("/changes") ? 2 : 1;
      expect(Object.keys(success?.content ?? {}), where).toHaveLength(answers);
      expect(Object.keys(responses), where).toEqual(expect.arrayContaining(["422", "503"]));
    }
  });

  it("bounds what an address may hold, so that none is longer than a server reads", () => {
    for (const { where, parameters = [] } of operationsOf(document)) {
      const asked = parameters.filter(({ in: place }) => place === "query");
      const bytes = asked.reduce((sum, { schema }) => sum + longest(schema), 0);
      expect(bytes, where).toBeLessThan(MOST_BYTES);
    }
  });

  it("asks for a token where one is needed and nowhere else", () => {
    for (const { where, security, responses } of operationsOf(document)) {
      const isPublic = /(post \S*sessions|sessions\/refresh|jwks\.json|export-keys)$/.test(where);
      expect(security, where).toEqual(isPublic ? [] : [{ bearer: [] }]);
      if (!isPublic) expect(Object.keys(responses), where).toEqual(expect.arrayContaining(["401"]));
    }
  });

  it("takes uploads as a file of a form, and flags as booleans", () => {
    for (const { where, requestBody, parameters = [] } of operationsOf(document)) {
      if (
        /(imports|scans|inventory|answers|preview)$/.test(where) &&
        where.startsWith("post") &&
        !where.includes("lots")
      )
        expect(Object.keys(requestBody?.content ?? {}), where).toEqual(["multipart/form-data"]);
      for (const { name, schema } of parameters)
        if (["mine", "replace", "wholeBook", "openBatches", "marked", "last", "acceptedOnly"].includes(name))
          expect(schema.type, `${where} ${name}`).toBe("boolean");
    }
  });
});
