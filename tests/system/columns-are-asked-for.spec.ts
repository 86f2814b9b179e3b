import { fileURLToPath } from "node:url";
import ts from "typescript";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const ofServices = /\/(services|packages|apps)\/[^/]+\/src\//;
const notOurs = /\.spec\.ts$|\/testing\/|\/node_modules\//;

const { options, fileNames } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${root}tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  root,
);
const program = ts.createProgram(
  fileNames.filter((file) => ofServices.test(file) && !notOurs.test(file)),
  options,
);
const checker = program.getTypeChecker();

interface Model {
  readonly service: string;
  readonly name: string;
  readonly columns: readonly string[];
}

/** Models, and the columns that queries narrow by, each by the type of the documents. */
const models = new Map<ts.Type, Model>();
const asked = new Map<ts.Type, Set<string>>();

const namesIn = (type: ts.Type): readonly string[] =>
  (type.isUnion() ? type.types : [type]).flatMap((one) => one.getProperties().map(({ name }) => name));

const memberOf = (type: ts.Type, name: string): ts.Type | undefined => {
  const given = type.isUnion() ? type.types.find((one) => one.getProperty(name)) : type;
  const symbol = given?.getProperty(name);
  return symbol && checker.getTypeOfSymbol(symbol);
};

/** The documents that a reader gives: what its `find` promises. */
const documentOf = (reader: ts.Type): ts.Type | undefined => {
  const find = memberOf(reader, "find");
  const [signature] = find?.getCallSignatures() ?? [];
  const found = signature && checker.getAwaitedType(signature.getReturnType());
  return found && checker.getNonNullableType(found);
};

const note = (document: ts.Type, names: readonly string[]): void => {
  const known = asked.get(document) ?? new Set();
  for (const name of names) known.add(name);
  asked.set(document, known);
};

const noteQuery = (document: ts.Type, query: ts.Type): void => {
  const where = memberOf(query, "where");
  if (where) note(document, namesIn(checker.getNonNullableType(where)));
};

const serviceOf = (node: ts.Node): string =>
  /\/services\/([^/]+)\//.exec(node.getSourceFile().fileName)?.[1] ?? "";

/**
 * What lists of a service are sorted by; of which of its models, the order alone does not tell.
 */
const sortedBy = new Set<string>();

const noteOrder = (property: ts.PropertyAssignment): void => {
  if (property.name.getText() === "column" && ts.isStringLiteral(property.initializer))
    sortedBy.add(`${serviceOf(property)} ${property.initializer.text}`);
};

const noteCall = (call: ts.CallExpression): void => {
  const {
    expression,
    arguments: [first, second],
  } = call;
  const isOf = (...names: readonly string[]) =>
    ts.isIdentifier(expression) && names.includes(expression.text);
  if (ts.isPropertyAccessExpression(expression) && first) {
    const document = documentOf(checker.getTypeAtLocation(expression.expression));
    if (!document) return;
    if (expression.name.text === "query") noteQuery(document, checker.getTypeAtLocation(first));
    if (expression.name.text === "count") note(document, namesIn(checker.getTypeAtLocation(first)));
  } else if (isOf("allPages", "everyDocument") && first && second) {
    const document = documentOf(checker.getTypeAtLocation(first));
    if (document) noteQuery(document, checker.getTypeAtLocation(second));
  }
};

const noteModel = (declared: ts.VariableDeclaration): void => {
  const { initializer } = declared;
  if (!initializer || !ts.isCallExpression(initializer) || !ts.isCallExpression(initializer.expression))
    return;
  const { expression: define, typeArguments = [] } = initializer.expression;
  const [definition] = initializer.arguments;
  if (define.getText() !== "defineProjection" || !typeArguments[1] || !definition) return;
  const members = checker.getTypeAtLocation(definition);
  const columns = memberOf(members, "columns");
  models.set(checker.getTypeFromTypeNode(typeArguments[1]), {
    service: serviceOf(declared),
    name: declared.name.getText(),
    columns: columns ? namesIn(columns) : [],
  });
};

const visit = (node: ts.Node): void => {
  if (ts.isCallExpression(node)) noteCall(node);
  if (ts.isVariableDeclaration(node)) noteModel(node);
  if (ts.isPropertyAssignment(node)) noteOrder(node);
  ts.forEachChild(node, visit);
};
for (const file of program.getSourceFiles())
  if (ofServices.test(file.fileName) && !notOurs.test(file.fileName)) visit(file);

it("keeps a column of a read model only where a query names it", () => {
  expect(models.size).toBeGreaterThan(25);
  const idle = [...models].flatMap(([document, { service, name, columns }]) =>
    columns
      .filter((column) => !asked.get(document)?.has(column) && !sortedBy.has(`${service} ${column}`))
      .map((column) => `${service}/${name}.${column}`),
  );
  expect(idle).toEqual([]);
});
