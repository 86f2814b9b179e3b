import { readFile, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { openApiDocuments } from "../../apps/standalone/src/openapi-documents.ts";

const TABLE = new URL("../../docs/guides/preconditions.md", import.meta.url);

const ownOnly = "about the caller alone";
const begins = "begins something new";
const decidedOnce =
  "a request that never changes is decided once, and refused where what it replaces is not there any more";
const asks = "asks, and changes nothing";

/** Commands that do not say what they were made from, each with the reason. */
const without: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["accounts", "entry", "review", "reporting"].map((service) => [
      `POST /api/${service}/v1/parked/{part}/replay`,
      "what is parked is handled as it is; replayed twice, the second finds nothing left",
    ]),
  ),
  "POST /api/accounts/v1/sessions": ownOnly,
  "POST /api/accounts/v1/sessions/refresh": ownOnly,
  "DELETE /api/accounts/v1/sessions/current": ownOnly,
  "DELETE /api/accounts/v1/sessions/{session}": ownOnly,
  "POST /api/accounts/v1/password": ownOnly,
  "POST /api/accounts/v1/second-factor": ownOnly,
  "POST /api/accounts/v1/second-factor/confirmation": ownOnly,
  "POST /api/accounts/v1/second-factor/removal": ownOnly,
  "POST /api/accounts/v1/accounts": begins,
  "POST /api/accounts/v1/units": begins,
  "POST /api/accounts/v1/contractors": begins,
  "POST /api/entry/v1/books": begins,
  "POST /api/entry/v1/books/inventory": begins,
  "POST /api/entry/v1/batches": begins,
  "POST /api/entry/v1/imports": begins,
  "POST /api/entry/v1/batches/{batchId}/records": begins,
  "POST /api/review/v1/lots": begins,
  "POST /api/reporting/v1/exports": begins,
  "POST /api/entry/v1/batches/{batchId}/check": asks,
  "POST /api/review/v1/lots/preview": asks,
  "POST /api/review/v1/handovers/{bookId}/answers/preview": asks,
  "POST /api/reporting/v1/search": asks,
  "POST /api/entry/v1/books/{bookId}/scans":
    "takes no scan's place; with `replace` it names the scan that was seen, 428 and 412 as elsewhere",
  "POST /api/entry/v1/books/{bookId}/scan-exchanges": begins,
  "POST /api/entry/v1/books/{bookId}/office-exchanges": begins,
  "POST /api/entry/v1/books/{bookId}/exchanges/{exchangeId}/approve": decidedOnce,
  "POST /api/entry/v1/books/{bookId}/exchanges/{exchangeId}/decline": decidedOnce,
  "POST /api/entry/v1/batches/{batchId}/submit":
    "the holder's own; what is submitted is counted and shown by the answer of the moment",
  "POST /api/entry/v1/batches/{batchId}/finish-arbitration":
    "refused while any difference is open, whoever decided the others",
  "POST /api/entry/v1/batches/{batchId}/records/{recordId}/key-again":
    "the second keyer's own keying; nobody else's is replaced, and a version would tell of the first one",
  "POST /api/entry/v1/batches/{batchId}/discrepancies/resolve":
    "several records at once: each decision names the revision of its record, 428 and 412 as elsewhere",
};

interface Described {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean | undefined;
  }[];
}

it("every command says what it is made from, or stands here with the reason why not", async () => {
  const lines: string[] = [];
  const unexplained: string[] = [];
  const explained = new Set<string>();
  for (const document of Object.values(await openApiDocuments())) {
    const { paths } = document as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
    };
    for (const [path, methods] of Object.entries(paths))
      for (const [method, { parameters = [] }] of Object.entries(methods)) {
        if (method === "get") continue;
        const command = `${method.toUpperCase()} ${path}`;
        const seen = parameters.some(
          (one) => one.in === "header" && one.name.toLowerCase() === "if-match" && one.required === true,
        );
        const why = without[command];
        if (why !== undefined) explained.add(command);
        if (seen === (why !== undefined)) unexplained.push(command);
        lines.push(`| \`${command}\` | ${seen ? "●" : ""} | ${why ?? ""} |`);
      }
  }
  expect(unexplained).toEqual([]);
  expect(Object.keys(without).filter((command) => !explained.has(command))).toEqual([]);
  const table = [
    "# Việc nào phải nói dựa trên bản nào đã xem / What is made from a version that was seen",
    "",
    "Made and checked by `tests/system/preconditions.spec.ts` (`UPDATE_TABLES=1 npm test` writes it anew). ● `If-Match`",
    "is required: 428 without, 412 where it has changed since. The others say why they need none.",
    "",
    "| command | If-Match | why not |",
    "| --- | :-: | --- |",
    ...lines.sort(),
    "",
  ].join("\n");
  if (process.env["UPDATE_TABLES"]) await writeFile(TABLE, table);
  expect(table).toBe(await readFile(TABLE, "utf8"));
});
