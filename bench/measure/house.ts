import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Measurement } from "./figure.ts";

/** Another checkout, to hold one state of the house against another; this one by default. */
const root = process.argv[3] ?? join(import.meta.dirname, "..", "..");
const MOST_LINES = 80;

const isTest = (file: string): boolean => /\.spec\.ts$|^tests\/|\/testing\/|^web\/browser\//.test(file);

interface Sums {
  functionLines: { readonly place: string; readonly lines: number }[];
  godObjects: number;
  literalSpreads: number;
  conditionalSpreads: number;
  upwardImports: number;
  featureImports: number;
  lines: number;
  testLines: number;
}

const isEmptyLiteral = (node: ts.Expression): boolean =>
  ts.isObjectLiteralExpression(node) && node.properties.length === 0;

const bare = (node: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(node) ? bare(node.expression) : node;

const countSpread = (node: ts.SpreadAssignment | ts.JsxSpreadAttribute, sums: Sums): void => {
  const spread = bare(node.expression);
  if (ts.isObjectLiteralExpression(spread)) sums.literalSpreads++;
  if (!ts.isConditionalExpression(spread)) return;
  if (isEmptyLiteral(bare(spread.whenTrue)) || isEmptyLiteral(bare(spread.whenFalse)))
    sums.conditionalSpreads++;
};

/** An object that holds everything of a service, by the names such types have had. */
const GOD_OBJECT = /^(Entry|Review|Reporting|Accounts)Parts$/;

const folderOf = (file: string): string => /^(?:services|packages|apps)\/[^/]+|^[^/]+/.exec(file)?.[0] ?? "";

const countImport = (file: string, specifier: string, sums: Sums): void => {
  if (!specifier.startsWith(".")) return;
  const target = join(file, "..", specifier);
  if (/^services\//.test(file) && folderOf(target) !== folderOf(file)) sums.upwardImports++;
  const feature = /^web\/src\/(?:features|pages)\/([^/]+)\//;
  const [from, to] = [feature.exec(file)?.[1], feature.exec(target)?.[1]];
  if (from !== undefined && to !== undefined && from !== to) sums.featureImports++;
};

const measureFile = (file: string, sums: Sums): void => {
  const text = readFileSync(join(root, file), "utf8");
  const lines = text.split("\n").length;
  if (isTest(file)) {
    sums.testLines += lines;
    return;
  }
  sums.lines += lines;
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const lineOf = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const look = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body) {
      const length = lineOf(node.body.getEnd()) - lineOf(node.body.getStart()) + 1;
      sums.functionLines.push({ place: `${file}:${lineOf(node.getStart()) + 1}`, lines: length });
    }
    if (ts.isParameter(node) && node.type && ts.isTypeReferenceNode(node.type)) {
      if (GOD_OBJECT.test(node.type.typeName.getText(source))) sums.godObjects++;
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
    godObjects: 0,
    literalSpreads: 0,
    conditionalSpreads: 0,
    upwardImports: 0,
    featureImports: 0,
    lines: 0,
    testLines: 0,
  };
  for (const file of listed.split("\n").filter((one) => one !== "" && !one.startsWith("bench/")))
    measureFile(file, sums);
  const long = sums.functionLines
    .filter(({ lines }) => lines > MOST_LINES)
    .toSorted((one, other) => other.lines - one.lines);
  for (const { place, lines } of long) say(`${place}: ${lines} lines`);
  return [
    { name: "functions over 80 lines", value: long.length, unit: "", atMost: 0 },
    { name: "longest function", value: long[0]?.lines ?? MOST_LINES, unit: "lines", atMost: MOST_LINES },
    { name: "signatures with an object that holds everything", value: sums.godObjects, unit: "", atMost: 0 },
    { name: "literal spreads", value: sums.literalSpreads, unit: "", atMost: 0 },
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
