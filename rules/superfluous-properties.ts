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

/**
 * What is asked of an object: the types that it goes into, and of its properties that are read
 * alone, what is asked of each; undefined where that may be anything.
 */
interface Asked {
  readonly types: readonly ts.Type[];
  readonly parts: ReadonlyMap<string, readonly (Asked | undefined)[]>;
}

const typesOnly = (types: readonly ts.Type[]): Asked => ({ types, parts: new Map() });

const oneOf = (name: string, asked: Asked | undefined): Asked => ({
  types: [],
  parts: new Map([[name, [asked]]]),
});

/** What all of them ask for, or undefined where one may ask for anything. */
const together = (all: readonly (Asked | undefined)[]): Asked | undefined => {
  const parts = new Map<string, (Asked | undefined)[]>();
  const types: ts.Type[] = [];
  for (const one of all) {
    if (!one) return undefined;
    types.push(...one.types);
    for (const [name, asked] of one.parts) parts.set(name, [...(parts.get(name) ?? []), ...asked]);
  }
  return { types, parts };
};

/**
 * What is asked of one property, undefined where that may be anything; `none` where nobody asks.
 */
const askedOfPart = (checker: ts.TypeChecker, whole: Asked, name: string): Asked | "none" | undefined => {
  const parts = whole.parts.get(name);
  if (whole.types.length === 0) return parts && together(parts);
  const properties = propertiesOf(checker, whole.types);
  if (!properties) return undefined;
  const types = properties.get(name);
  if (!types && !parts) return "none";
  return together([typesOnly(types ?? []), ...(parts ?? [])]);
};

/**
 * What stands within `as const`, `satisfies` and brackets, which all leave an object what it is.
 */
const withoutWrapping = (node: ts.Expression): ts.Expression =>
  isWrapping(node) ? withoutWrapping(node.expression) : node;

type Wrapping = ts.ParenthesizedExpression | ts.SatisfiesExpression | ts.AsExpression;

const isWrapping = (node: ts.Node): node is Wrapping =>
  ts.isParenthesizedExpression(node) ||
  ts.isSatisfiesExpression(node) ||
  (ts.isAsExpression(node) && ts.isConstTypeReference(node.type));

/** The same from within: the outermost that is nothing but the object. */
const withWrapping = (node: ts.Expression): ts.Expression =>
  isWrapping(node.parent) ? withWrapping(node.parent) : node;

/** The properties of a literal that nobody asks for, in its parts as well. */
const superfluousIn = (
  checker: ts.TypeChecker,
  literal: ts.ObjectLiteralExpression,
  whole: Asked,
): readonly Superfluous[] =>
  literal.properties.flatMap((property) => {
    const name = nameOf(property);
    const asked = name === undefined ? undefined : askedOfPart(checker, whole, name);
    if (name === undefined || asked === undefined) return [];
    if (asked === "none") return [{ at: property, name }];
    const given = ts.isPropertyAssignment(property) ? withoutWrapping(property.initializer) : undefined;
    return given && ts.isObjectLiteralExpression(given) ? superfluousIn(checker, given, asked) : [];
  });

/** The object that a function gives back, where it is written down in one place. */
const givenBack = (node: ts.ArrowFunction): ts.Expression | undefined => {
  if (node.type) return undefined;
  if (!ts.isBlock(node.body)) return node.body;
  const last = node.body.statements.at(-1);
  return last && ts.isReturnStatement(last) ? last.expression : undefined;
};

/**
 * A name that is given an object of its own, or a function that makes one, with no type beside it.
 */
const madeFirst = (node: ts.Node): ts.ObjectLiteralExpression | undefined => {
  if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || node.type || !node.initializer)
    return undefined;
  const value = withoutWrapping(node.initializer);
  const given = ts.isArrowFunction(value) ? givenBack(value) : value;
  const made = given && withoutWrapping(given);
  return made && ts.isObjectLiteralExpression(made) ? made : undefined;
};

/** The name that a literal is first given, or that of the function that makes it. */
const nameGiven = (literal: ts.Expression): ts.VariableDeclaration | undefined => {
  let { parent }: ts.Node = withWrapping(literal);
  while (!ts.isSourceFile(parent) && !ts.isVariableDeclaration(parent)) parent = parent.parent;
  return ts.isVariableDeclaration(parent) && madeFirst(parent) === literal ? parent : undefined;
};

type Uses = ReadonlyMap<ts.Symbol, readonly ts.Identifier[]>;

/** Every use of each name of the file. */
const usesIn = (checker: ts.TypeChecker, source: ts.SourceFile): Uses => {
  const uses = new Map<ts.Symbol, ts.Identifier[]>();
  const look = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const symbol = ts.isShorthandPropertyAssignment(node.parent)
        ? checker.getShorthandAssignmentValueSymbol(node.parent)
        : checker.getSymbolAtLocation(node);
      const known = symbol && uses.get(symbol);
      if (known) known.push(node);
      else if (symbol) uses.set(symbol, [node]);
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return uses;
};

interface Looking {
  readonly checker: ts.TypeChecker;
  readonly uses: Uses;
  /**
   * What is being looked at already: a name that leads back to itself may be asked for anything.
   */
  readonly under: ReadonlySet<ts.Symbol>;
}

/** What the names ask for that an object is taken apart into. */
const askedByBinding = (looking: Looking, pattern: ts.ObjectBindingPattern): Asked | undefined =>
  together(
    pattern.elements.map(({ dotDotDotToken, propertyName, name }) => {
      const read = propertyName ?? name;
      if (dotDotDotToken || !ts.isIdentifier(read)) return undefined;
      const bound = ts.isIdentifier(name) ? looking.checker.getSymbolAtLocation(name) : undefined;
      return oneOf(read.text, bound && askedOf(looking, bound));
    }),
  );

/** What is asked of an object by what is done with it, or undefined where that may be anything. */
const askedByUse = (looking: Looking, use: ts.Expression): Asked | undefined => {
  const outer = withWrapping(use);
  const { parent } = outer;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === outer)
    return oneOf(parent.name.text, undefined);
  if (ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name))
    return askedByBinding(looking, parent.name);
  const goesInto = ts.isSpreadAssignment(parent) ? parent.parent : outer;
  const wanted = looking.checker.getContextualType(goesInto);
  if (wanted) return typesOnly([wanted]);
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    const name = nameOf(parent);
    const whole = askedByUse(looking, parent.parent);
    const part = name === undefined || !whole ? undefined : askedOfPart(looking.checker, whole, name);
    return part === "none" ? undefined : part;
  }
  if (ts.isSpreadAssignment(parent)) return askedByUse(looking, parent.parent);
  const given = ts.isObjectLiteralExpression(use) ? nameGiven(use) : undefined;
  const symbol = given && looking.checker.getSymbolAtLocation(given.name);
  return symbol && askedOf(looking, symbol);
};

/** What a use of a function asks of the object that it makes. */
const askedByCall = (looking: Looking, use: ts.Identifier, isAsync: boolean): Asked | undefined => {
  const { parent: call } = use;
  if (!ts.isCallExpression(call) || call.expression !== use) return undefined;
  if (!isAsync) return askedByUse(looking, call);
  return ts.isAwaitExpression(call.parent) ? askedByUse(looking, call.parent) : undefined;
};

/** What all uses of a name ask for, or undefined where one may ask for anything. */
const askedOf = (looking: Looking, symbol: ts.Symbol): Asked | undefined => {
  const { uses, under } = looking;
  // The first is the name where it is declared.
  const [declared, ...used] = uses.get(symbol) ?? [];
  if (!declared || used.length === 0 || under.has(symbol)) return undefined;
  const within = { ...looking, under: new Set([...under, symbol]) };
  const { parent } = declared;
  const value = ts.isVariableDeclaration(parent) && parent.initializer && withoutWrapping(parent.initializer);
  if (!value || !ts.isArrowFunction(value)) return together(used.map((use) => askedByUse(within, use)));
  const isAsync = value.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
  return together(used.map((use) => askedByCall(within, use, isAsync)));
};

/** The name under which a function is handed the body of a request. */
const BODY = "body";

const isOfParameter = ({ parent }: ts.Node): boolean =>
  ts.isParameter(parent) ||
  ((ts.isBindingElement(parent) || ts.isObjectBindingPattern(parent)) && isOfParameter(parent));

/** The body of a request, also without what is taken out of it first. */
const isBody = (node: ts.Node): node is ts.BindingElement & { readonly name: ts.Identifier } =>
  ts.isBindingElement(node) && ts.isIdentifier(node.name) && node.name.text === BODY && isOfParameter(node);

/** Members of a request's body that nothing reads: a use case that is handed it may know none. */
const unreadOf = (looking: Looking, { name }: { readonly name: ts.Identifier }): readonly Superfluous[] => {
  const { checker } = looking;
  const symbol = checker.getSymbolAtLocation(name);
  const asked = symbol && askedOf(looking, symbol);
  if (!asked) return [];
  return partsOf(checker.getTypeAtLocation(name))
    .filter(({ flags }) => !(flags & NOTHING))
    .flatMap((type) => checker.getPropertiesOfType(type))
    .filter((property) => askedOfPart(checker, asked, property.name) === "none")
    .map((property) => ({ at: name, name: property.name }));
};

/** What the server's library calls what a route is configured with. */
const ROUTE_CONFIG = "FastifyContextConfig";

/**
 * What is asked of the configuration of a route: the library takes any member that it is given, so
 * that the compiler finds nothing misspelt.
 */
const askedOfConfig = (checker: ts.TypeChecker, literal: ts.ObjectLiteralExpression): Asked | undefined => {
  const wanted = checker.getContextualType(literal);
  const parts = wanted
    ? partsOf(wanted).flatMap((part) => (part.isIntersection() ? part.types : [part]))
    : [];
  const config = parts.find(({ symbol }) => symbol?.name === ROUTE_CONFIG);
  return config && typesOnly([config]);
};

/** The line before says that the compiler finds fault with what follows. */
const isExpected = ({ at }: Superfluous, source: ts.SourceFile): boolean => {
  const { line } = source.getLineAndCharacterOfPosition(at.getStart());
  return source.text.split("\n")[line - 1]?.includes("@ts-expect-error") ?? false;
};

/**
 * Properties of a file that nobody asks for, where the compiler does not look: in an object that is
 * made first, by a function as well, and then goes where types ask for others, beside a spread, in
 * the body of a request, and in what a route is configured with. A misspelt optional property is
 * such a one.
 */
export const superfluousOf = (checker: ts.TypeChecker, source: ts.SourceFile): readonly Superfluous[] => {
  const found: Superfluous[] = [];
  const looking = { checker, uses: usesIn(checker, source), under: new Set<ts.Symbol>() };
  const look = (node: ts.Node): void => {
    const made = madeFirst(node);
    const symbol = made && ts.isVariableDeclaration(node) && checker.getSymbolAtLocation(node.name);
    const asked = made && symbol ? askedOf(looking, symbol) : undefined;
    if (made && asked) found.push(...superfluousIn(checker, made, asked));
    if (isBody(node)) found.push(...unreadOf(looking, node));
    if (ts.isObjectLiteralExpression(node)) {
      const config = askedOfConfig(checker, node);
      if (config) found.push(...superfluousIn(checker, node, config));
    }
    if (ts.isObjectLiteralExpression(node) && hasSpread(node)) {
      const wanted = checker.getContextualType(node);
      if (wanted) found.push(...superfluousIn(checker, node, typesOnly([wanted])));
    }
    ts.forEachChild(node, look);
  };
  look(source);
  return found.filter((one) => !isExpected(one, source));
};
