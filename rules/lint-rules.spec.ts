import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../", import.meta.url));
const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");

/** What our own rules say of a program, each with its line. */
const told = async (
  folder: string,
  lines: readonly string[],
  name = "a.ts",
  config = root,
): Promise<string[]> => {
  const file = `${folder}/${name}`;
  await writeFile(file, `${lines.join("\n")}\n`);
  const said = await new Promise<string>((resolve) => {
    // It ends with an error where it finds one; what it says is the answer.
    execFile(
      process.execPath,
      [biome, "lint", "--colors=off", "--vcs-enabled=false", `--config-path=${config}`, file],
      (_error, out, err) => resolve(out + err),
    );
  });
  return [...said.matchAll(/a\.tsx?:(\d+):\d+ plugin [━\s]+×\s+([^:.]+)/gu)].map(
    ([, line, what]) => `${line}: ${what}`,
  );
};

describe("the lint rules of the house", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sogoc-linted-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("find an object that is put together by Object.assign, and let an error be added to", async () => {
    const found = await told(folder, [
      "declare const one: { a: number };",
      "declare const error: Error;",
      "export const literal = Object.assign({ b: 1 }, one);",
      "export const copied = Object.assign({}, one, { b: 1 }, { c: 1 });",
      "export const added = Object.assign(one, { b: 1 });",
      'export const made = Object.assign(new Error("x"), { code: 1 });',
      "export const named = Object.assign(error, { path: 1 });",
      "export const spread = { ...one, b: 1 };",
    ]);
    const what = "An object is put together by Object";
    expect(found).toEqual([`3: ${what}`, `4: ${what}`, `5: ${what}`]);
  });

  it("find a cast to a document of a read model, and let other casts be", async () => {
    const found = await told(folder, [
      "declare const book: BookView;",
      "export const misspelt = { ...book, counthed: 1 } as BookView;",
      "export const twice = { counthed: 1 } as unknown as BookView;",
      "export const other = { id: 1 } as Readonly<{ id: number }>;",
      "export const constant = [book] as const;",
    ]);
    const what = "A cast makes a document of a read model";
    expect(found).toEqual([`2: ${what}`, `3: ${what}`]);
  });

  it("find an object literal that is spread, and a function that is declared", async () => {
    const found = await told(folder, [
      "declare const one: { a: number };",
      "export const spread = { ...{ b: 1 }, ...one };",
      "export function declared() {}",
      "export function* numbers() {\n  yield 1;\n}",
      "export const constant = () => ({ ...one });",
    ]);
    expect(found).toEqual(["2: An object literal is spread", "3: A function is declared"]);
  });

  it("find what is disabled while its work is under way, and let be what cannot be done", async () => {
    const found = await told(
      folder,
      [
        "declare const send: { isPending: boolean };",
        "declare const list: { isFetchingNextPage: boolean };",
        "declare const busy: boolean;",
        "declare const none: boolean;",
        "export const one = <button type='button' disabled={send.isPending} />;",
        "export const two = <button type='submit' disabled={none || busy} />;",
        "export const three = <input disabled={list.isFetchingNextPage} />;",
        "export const right = <button type='button' disabled={none} />;",
        "export const also = <BusyButton disabled={none} busy={send.isPending} />;",
      ],
      "a.tsx",
    );
    const what = "Disabled while its work is under way, a button loses the focus";
    expect(found).toEqual([`5: ${what}`, `6: ${what}`, `7: ${what}`]);
  });

  it("find conditions of a query in a constant without their type, and let typed ones be", async () => {
    // The rule holds for folders of the house alone: a house of its own, with a service.
    await cp(`${root}/biome.json`, `${folder}/biome.json`);
    await cp(`${root}/rules`, `${folder}/rules`, { recursive: true });
    await mkdir(`${folder}/services`);
    const program = [
      "declare const records: { query: (asked: object) => void };",
      "declare const unitId: string;",
      "const where = { unitId };",
      "const wished = { where: { unitId }, limit: 100 };",
      "const cast = { where: { unitId } } as object;",
      "const typed = { unitId } satisfies WhereOf<typeof records>;",
      "const asked = { where: { unitId } satisfies WhereOf<typeof records>, limit: 100 };",
      "records.query({ where: { unitId } });",
      "export const used = [where, wished, cast, typed, asked];",
    ];
    const found = await told(folder, program, "services/a.ts", folder);
    const what = "Conditions of a query without their type";
    expect(found).toEqual([`3: ${what}`, `4: ${what}`, `5: ${what}`]);
  });
});
