import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Measurement } from "./figure.ts";
import { wideDependencies } from "./wide-dependencies.ts";

/** Another checkout, to hold one state of the house against another; this one by default. */
const root = process.argv[3] ?? join(import.meta.dirname, "..", "..");
const MOST_LINES = 80;

const isTest = (file: string): boolean => /\.spec\.ts$|^tests\/|\/testing\/|^web\/browser\//.test(file);

interface Sums {
  functionLines: { readonly place: string; readonly lines: number }[];
  literalSpreads: number;
  conditionalSpreads: number;
  upwardImports: number;
  featureImports: number;
  lines: number;
  testLines: number;
}

const isLiteral = (node: ts.Node): boolean => ts.isObjectLiteralExpression(node);

const isEmptyLiteral = (node: ts.Expression): boolean =>
  ts.isObjectLiteralExpression(node) && node.properties.length === 0;

const bare = (node: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(node) ? bare(node.expression) : node;

const countSpread = (node: ts.SpreadAssignment | ts.JsxSpreadAttribute, sums: Sums): void => {
  const spread = bare(node.expression);
  if (!ts.isConditionalExpression(spread)) return;
  if (isEmptyLiteral(bare(spread.whenTrue)) || isEmptyLiteral(bare(spread.whenFalse)))
    sums.conditionalSpreads++;
};

const folderOf = (file: string): string => /^(?:services|packages|apps)\/[^/]+|^[^/]+/.exec(file)?.[0] ?? "";

const countImport = (file: string, specifier: string, sums: Sums): void => {
  if (!specifier.startsWith(".")) return;
  const target = join(file, "..", specifier);
  if (/^services\//.test(file) && folderOf(target) !== folderOf(file)) sums.upwardImports++;
  const feature = /^web\/src\/(?:features|pages)\/([^/]+)\//;
  const [from, to] = [feature.exec(file)?.[1], feature.exec(target)?.[1]];
  if (from !== undefined && to !== undefined && from !== to) sums.featureImports++;
};

/** Literal spreads are looked for in tests as well, everything else in what is no test. */
const countLiteralSpreads = (node: ts.Node, sums: Sums): void => {
  if ((ts.isSpreadAssignment(node) || ts.isJsxSpreadAttribute(node)) && isLiteral(bare(node.expression)))
    sums.literalSpreads++;
  ts.forEachChild(node, (child) => countLiteralSpreads(child, sums));
};

const measureFile = (file: string, sums: Sums): void => {
  const text = readFileSync(join(root, file), "utf8");
  const lines = text.split("\n").length;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  countLiteralSpreads(source, sums);
  if (isTest(file)) {
    sums.testLines += lines;
    return;
  }
  sums.lines += lines;
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const look = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const length = lineOf(node.getEnd()) - lineOf(node.getStart()) + 1;
      sums.functionLines.push({ place: `${file}:${lineOf(node.getStart()) + 1}`, lines: length });
    }
    if (ts.isSpreadAssignment(node) || ts.isJsxSpreadAttribute(node)) countSpread(node, sums);
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      countImport(file, node.moduleSpecifier.text, sums);
    ts.forEachChild(node, look);
  };
  look(source);
};

/** What the house rules speak of, counted over the sources by the compiler's own parser. */
export const measure: Measurement = async (say) => {
  const listed = execFileSync("git", ["ls-files", "*.ts", "*.tsx"], { cwd: root, encoding: "utf8" });
  const sums: Sums = {
    functionLines: [],
    literalSpreads: 0,
    conditionalSpreads: 0,
    upwardImports: 0,
    featureImports: 0,
    lines: 0,
    testLines: 0,
  };
  const files = listed.split("\n").filter((one) => one !== "" && !one.startsWith("bench/"));
  for (const file of files) measureFile(file, sums);
  const wide = wideDependencies(
    root,
    files.filter((file) => !isTest(file)),
  );
  const byLength = sums.functionLines.toSorted((one, other) => other.lines - one.lines);
  const long = byLength.filter(({ lines }) => lines > MOST_LINES);
  for (const { place, lines } of long) say(`${place}: ${lines} lines`);
  const [longest] = byLength;
  for (const { place, members } of wide) say(`${place}: ${members} members`);
  return [
    { name: "functions over 80 lines", value: long.length, unit: "", atMost: 0 },
    {
      name: `longest function (${longest?.place})`,
      value: longest?.lines ?? 0,
      unit: "lines",
      atMost: MOST_LINES,
    },
    {
      name: "functions that are handed more than ten dependencies",
      value: wide.length,
      unit: "",
      atMost: 0,
    },
    { name: "literal spreads, tests included", value: sums.literalSpreads, unit: "", atMost: 0 },
    { name: "conditional spreads", value: sums.conditionalSpreads, unit: "" },
    { name: "imports that leave a service's folder", value: sums.upwardImports, unit: "", atMost: 0 },
    {
      name: "imports from one feature of the web into another",
      value: sums.featureImports,
      unit: "",
      atMost: 0,
    },
    { name: "lines of code", value: sums.lines, unit: "" },
    { name: "lines of tests for each line of code", value: sums.testLines / sums.lines, unit: "" },
  ];
};
