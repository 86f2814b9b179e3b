import ts from "typescript";
import { describe, expect, it } from "vitest";
import { superfluousOf } from "./superfluous-properties.ts";

const declared = `
interface Query { readonly where: { readonly bookId?: string | undefined }; readonly limit?: number | undefined }
declare const ask: (query: Query) => void;
declare const tell: (event: { readonly type: "a"; readonly data: { readonly round?: number } } | { readonly type: "b"; readonly data: { readonly mark?: string } }) => void;
declare const log: (words: Record<string, unknown>) => void;
declare const query: Query;
declare const x: boolean;
`;
const event = "const data = { ruond: 1 };";

const host = ts.createCompilerHost({});
const read = host.getSourceFile.bind(host);
/** What the language brings along is read once for all of them. */
const brought = new Map<string, ts.SourceFile | undefined>();

/** Names of the properties that nobody asks for in a program of these lines. */
const found = (lines: string): string[] => {
  const source = ts.createSourceFile("a.ts", declared + lines, ts.ScriptTarget.Latest, true);
  host.getSourceFile = (name, options) => {
    if (name === "a.ts") return source;
    if (!brought.has(name)) brought.set(name, read(name, options));
    return brought.get(name);
  };
  const program = ts.createProgram(["a.ts"], { strict: true, noEmit: true }, host);
  return superfluousOf(program.getTypeChecker(), source).map(({ name }) => name);
};

describe("properties that nobody asks for", () => {
  it.each([
    ["in an object that is made first", "const one = { where: {}, limti: 5 }; ask(one);", ["limti"]],
    ["in a part of it", "const one = { where: { bookld: '1' } }; ask(one);", ["bookld"]],
    ["by its short name", "const limti = 5; const one = { where: {}, limti }; ask(one);", ["limti"]],
    ["where all uses are asked", "const one = { where: {}, limti: 5 }; ask(one); ask(one);", ["limti"]],
    ["where it is also read", "const one = { where: {}, limti: 5 }; ask(one); one.where;", ["limti"]],
    [
      "in an event, given or added to",
      `${event} tell(x ? { type: 'a', data: { ...data, round: 2 } } : { type: 'a', data });`,
      ["ruond"],
    ],
    [
      "in an object that another is made of",
      `${event} const more = { ...data, round: 2 }; tell({ type: 'a', data: more });`,
      ["ruond"],
    ],
    ["beside a spread", "ask({ ...query, limti: 5 });", ["limti"]],
    ["in one that is fixed", "const one = { where: {}, limti: 5 } as const; ask(one);", ["limti"]],
    [
      "in one that is held against a wider type",
      "const one = { where: {}, limti: 5 } satisfies object; ask(one);",
      ["limti"],
    ],
    [
      "in the body of a request",
      "declare const route: (run: (request: { body: { where: {}; limti?: number } }) => void) => void; route(({ body }) => ask(body));",
      ["limti"],
    ],
    [
      "in what is left of a body",
      "declare const route: (run: (request: { body: { where: {}; limti?: number; of: string } }) => void) => void; route(({ body: { of: _, ...body } }) => ask({ ...body }));",
      ["limti"],
    ],
    [
      "in what a route is configured with",
      "interface FastifyContextConfig { refusals?: string[] } declare const get: <More>(options: { config?: FastifyContextConfig & More }) => void; get({ config: { refusls: [] } });",
      ["refusls"],
    ],
    ["in a fixed part", "const one = { where: { bookld: '1' } as const }; ask(one);", ["bookld"]],
    [
      "in a part made before",
      "const where = { bookld: '1' } as const; const one = { where, limit: 5 }; ask(one);",
      ["bookld"],
    ],
    [
      "in what a function makes",
      "const of = (limti: number) => ({ where: {}, limti }); ask(of(5));",
      ["limti"],
    ],
    [
      "in what a function makes and another takes apart",
      "const of = () => { const where = { bookld: '1' }; return { where } as const; }; const { where } = of(); ask({ where });",
      ["bookld"],
    ],
    [
      "in what an asynchronous function makes",
      "const of = async () => ({ where: {}, limti: 5 }); const main = async () => ask(await of());",
      ["limti"],
    ],
  ])("are found %s", (_, lines, names) => {
    expect(found(lines)).toEqual(names);
  });

  it.each([
    ["what is asked for", "const one = { where: { bookId: '1' }, limit: 5 }; ask(one);"],
    ["what one of several asks for", "const data = { round: 1 }; tell({ type: 'a', data });"],
    ["what may have any name", "const one = { anything: 5 }; log(one);"],
    ["what another use asks for", "const one = { where: {}, mine: 5 }; ask(one); log(one);"],
    ["what is read", "const one = { where: {}, mine: 5 }; ask(one); one.mine;"],
    ["what is taken apart", "const one = { where: {}, mine: 5 }; ask(one); const { mine } = one;"],
    [
      "what another use of a part asks for",
      "const where = { mine: '1' }; const one = { where }; ask(one); log(where);",
    ],
    [
      "what is read of what a function makes",
      "const of = () => ({ where: {}, mine: 5 }); ask(of()); of().mine;",
    ],
    [
      "what a function makes that is handed on",
      "const of = () => ({ where: {}, mine: 5 }); ask(of()); log({ of });",
    ],
    ["what is known to be wrong", "ask({ ...query,\n// @ts-expect-error no such name\nlimti: 5 });"],
  ])("are not %s", (_, lines) => {
    expect(found(lines)).toEqual([]);
  });
});
