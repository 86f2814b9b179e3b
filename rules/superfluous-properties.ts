import ts from "typescript";

/** A property that nobody asks for, by its name. */
export interface Superfluous {
  readonly at: ts.Node;
  readonly name: string;
}

type Properties = ReadonlyMap<string, readonly ts.Type[]>;

const partsOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);

const NOTHING =
  ts.TypeFlags.Undefined |
  ts.TypeFlags.Null |
  ts.TypeFlags.Void |
  ts.TypeFlags.StringLike |
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.BooleanLike |
  ts.TypeFlags.ESSymbolLike;

/** What one of the types may have, or undefined where it may have anything. */
const propertiesOf = (checker: ts.TypeChecker, types: readonly ts.Type[]): Properties | undefined => {
  const found = new Map<string, ts.Type[]>();
  for (const part of types.flatMap(partsOf)) {
    if (part.flags & NOTHING) continue;
    if (!(part.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) return undefined;
    const properties = checker.getPropertiesOfType(part);
    const isOpen =
      checker.getIndexInfosOfType(part).length > 0 ||
      checker.getSignaturesOfType(part, ts.SignatureKind.Call).length > 0 ||
      properties.length === 0;
    if (isOpen) return undefined;
    for (const property of properties) {
      const type = checker.getTypeOfSymbol(property);
      found.set(property.name, [...(found.get(property.name) ?? []), type]);
    }
  }
  return found.size > 0 ? found : undefined;
};

const nameOf = (property: ts.ObjectLiteralElementLike): string | undefined =>
  property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))
    ? property.name.text
    : undefined;

const hasSpread = ({ properties }: ts.ObjectLiteralExpression): boolean =>
  properties.some(ts.isSpreadAssignment);

/** The properties of a literal that the type it goes into does not have, in its parts as well. */
const superfluousIn = (
  checker: ts.TypeChecker,
  literal: ts.ObjectLiteralExpression,
  wanted: readonly ts.Type[],
  read: ReadonlySet<string> = new Set(),
): readonly Superfluous[] => {
  const asked = propertiesOf(checker, wanted);
  if (!asked) return [];
  return literal.properties.flatMap((property) => {
    const name = nameOf(property);
    if (name === undefined || read.has(name)) return [];
    const types = asked.get(name);
    if (!types) return [{ at: property, name }];
    return ts.isPropertyAssignment(property) && ts.isObjectLiteralExpression(property.initializer)
      ? superfluousIn(checker, property.initializer, types)
      : [];
  });
};

/** A name that is given an object of its own, with no type beside it. */
const madeFirst = (node: ts.Node): ts.ObjectLiteralExpression | undefined =>
  ts.isVariableDeclaration(node) &&
  ts.isIdentifier(node.name) &&
  !node.type &&
  node.initializer &&
  ts.isObjectLiteralExpression(node.initializer)
    ? node.initializer
    : undefined;

type Uses = ReadonlyMap<ts.Symbol, readonly ts.Identifier[]>;

/** Every use of each name of the file that is given an object of its own. */
const usesIn = (checker: ts.TypeChecker, source: ts.SourceFile): Uses => {
  const uses = new Map<ts.Symbol, ts.Identifier[]>();
  const look = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const symbol = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
      if (symbol) uses.set(symbol, [...(uses.get(symbol) ?? []), node]);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return uses;
};

/** What the uses of an object ask for: types it goes into, and properties that are read of it. */
interface Asked {
  readonly types: readonly ts.Type[];
  readonly read: readonly string[];
}

/** What one use asks for, or undefined where it may ask for anything. */
const askedByUse = (checker: ts.TypeChecker, uses: Uses, use: ts.Identifier): Asked | undefined => {
  const { parent } = use;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === use)
    return { types: [], read: [parent.name.text] };
  const goesInto = ts.isSpreadAssignment(parent) ? parent.parent : use;
  const wanted = checker.getContextualType(goesInto);
  if (wanted) return { types: [wanted], read: [] };
  const name = ts.isObjectLiteralExpression(goesInto) ? goesInto.parent : undefined;
  return name && ts.isVariableDeclaration(name) && madeFirst(name)
    ? askedOf(checker, uses, checker.getSymbolAtLocation(name.name))
    : undefined;
};

/** What all uses of a name ask for, or undefined where one may ask for anything. */
const askedOf = (checker: ts.TypeChecker, uses: Uses, symbol?: ts.Symbol): Asked | undefined => {
  // The first is the name where it is declared.
  const [, ...used] = (symbol && uses.get(symbol)) ?? [];
  const asked = used.map((use) => askedByUse(checker, uses, use));
  if (used.length === 0 || !asked.every((one) => one !== undefined)) return undefined;
  return { types: asked.flatMap(({ types }) => types), read: asked.flatMap(({ read }) => read) };
};

/** The line before says that the compiler finds fault with what follows. */
const isExpected = ({ at }: Superfluous, source: ts.SourceFile): boolean => {
  const { line } = source.getLineAndCharacterOfPosition(at.getStart());
  return source.text.split("\n")[line - 1]?.includes("@ts-expect-error") ?? false;
};

/**
 * Properties of a file that nobody asks for, where the compiler does not look: in an object that is
 * made first and then goes where types ask for others, and beside a spread. A misspelt optional
 * property is such a one.
 */
export const superfluousOf = (checker: ts.TypeChecker, source: ts.SourceFile): readonly Superfluous[] => {
  const found: Superfluous[] = [];
  const uses = usesIn(checker, source);
  const look = (node: ts.Node): void => {
    const made = madeFirst(node);
    const symbol = made && ts.isVariableDeclaration(node) && checker.getSymbolAtLocation(node.name);
    const asked = made && symbol ? askedOf(checker, uses, symbol) : undefined;
    if (made && asked) found.push(...superfluousIn(checker, made, asked.types, new Set(asked.read)));
    if (ts.isObjectLiteralExpression(node) && hasSpread(node)) {
      const wanted = checker.getContextualType(node);
      if (wanted) found.push(...superfluousIn(checker, node, [wanted]));
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found.filter((one) => !isExpected(one, source));
};
