import { readFile, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { z } from "zod";
import limits from "../data/limits.json" with { type: "json" };
import { codeTables } from "./code-tables.ts";
import { qualityRules } from "./finding.ts";
import { groups } from "./groups.ts";
import { type FieldType, RecordType } from "./record-type-schema.ts";

const GUIDE = new URL("../../../docs/guides/book-type-data.md", import.meta.url);

const typesOfColumns: Readonly<Record<FieldType, string>> = {
  registerNumber: "registration number: digits, with a letter or a year if need be (`7`, `7b`, `07/2008`)",
  bookNumber: "number and year of a book (`01/2008`)",
  pageNumber: "digits",
  fullDate: "a date with day, month and year",
  partialDate: "a date of which the day, or day and month, may be missing",
  code: "a code of its `codeTable`",
  listName: "a name of its `codeTable`, such as an ethnic group",
  personName: "a person's name",
  place: "a place as it is written",
  orgName: "an office",
  idNumber: "the number of a paper, or a personal number",
  time: "a time of day (`07:30`)",
  text: "anything",
  integer: "a whole number",
};

interface Shape {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly enum?: readonly string[];
}

/** Each member with its place, as deep as the schema goes. */
const membersOf = (shape: Shape, before = ""): readonly string[] =>
  Object.entries(shape.properties ?? {}).flatMap(([name, member]) => {
    const each = typeof member.additionalProperties === "object" ? member.additionalProperties : undefined;
    const inner = member.items ?? each ?? member;
    const place = `${before}${name}${member.items ? "[]" : each ? "{}" : ""}`;
    const is = shape.required?.includes(name) ? "" : "may be left out";
    const told = [is, member.description ?? ""].filter((text) => text !== "").join(". ");
    return [`| \`${place}\` | ${told} |`, ...membersOf(inner, `${place}.`)];
  });

const table = (head: readonly string[], lines: readonly string[]): string[] => [
  `| ${head.join(" | ")} |`,
  `| ${head.map(() => "---").join(" | ")} |`,
  ...lines,
  "",
];

it("the guide lists everything that the data of a book type may say", async () => {
  const shape: unknown = z.toJSONSchema(RecordType, { io: "input" });
  const guide = [
    "# Dữ liệu của một loại sổ / What the data of a book type may say",
    "",
    "Made and checked by `packages/registers/src/book-type-guide.spec.ts` (`UPDATE_TABLES=1 npx vitest run packages/registers`",
    "writes it anew). A member that is not listed is refused when a program starts, with the file and its place.",
    "",
    "## Members",
    "",
    "`[]` is a list, `{}` an object with names of its own.",
    "",
    ...table(["member", ""], membersOf(shape as Shape)),
    "## Types of columns (`fields[].type`)",
    "",
    ...table(
      ["type", "what the cell holds"],
      Object.entries(typesOfColumns).map(([type, told]) => `| \`${type}\` | ${told} |`),
    ),
    "## Groups (`fields[].group`)",
    "",
    "A type may name others in its own `groups`.",
    "",
    ...table(
      ["group", "vi", "en"],
      groups.map((group) => `| \`${group.code}\` | ${group.label_vi} | ${group.label_en} |`),
    ),
    "## Code tables (`fields[].codeTable`)",
    "",
    ...table(
      ["table", "entries"],
      codeTables.map(({ name, entries }) => {
        const shown = entries
          .slice(0, 8)
          .map((entry) => (entry.code === entry.label_vi ? entry.code : `${entry.code} ${entry.label_vi}`));
        return `| \`${name}\` | ${[...shown, ...(entries.length > 8 ? ["…"] : [])].join(" · ")} |`;
      }),
    ),
    "## Limits (`facts.….limit`)",
    "",
    ...table(
      ["limit", "unit"],
      limits.map(({ id, unit }) => `| \`${id}\` | ${unit} |`),
    ),
    "## Rules",
    "",
    "They apply by themselves, by the types of columns, the persons and the facts; none is named in the data.",
    "",
    ...table(
      ["rule", "severity", "says"],
      qualityRules.map((rule) => `| \`${rule.id}\` | ${rule.severity} | ${rule.message_en} |`),
    ),
  ].join("\n");
  if (process.env["UPDATE_TABLES"]) await writeFile(GUIDE, guide);
  expect(guide).toBe(await readFile(GUIDE, "utf8"));
});
