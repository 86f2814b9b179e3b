import { join } from "node:path";
import ts from "typescript";

/**
 * So many dependencies as a function can do without: whoever is handed more can do everything of a
 * service.
 */
const MOST_MEMBERS = 10;

/** Dependencies are handed over under these names, as the style of the house says … */
const NAMED = /^(dependencies|access|parts|deps)$/;
/** … or taken apart, of a type that says so. */
const TYPED = /\b(Dependencies|Access)\b|(Dependencies|Access)$/;

const isDependency = (parameter: ts.ParameterDeclaration, source: ts.SourceFile): boolean =>
  NAMED.test(parameter.name.getText(source)) || TYPED.test(parameter.type?.getText(source) ?? "");

const programOf = (root: string): ts.Program => {
  const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config.config ?? {}, ts.sys, root);
  return ts.createProgram(fileNames, options);
};

export interface WideDependency {
  /** `<file>:<line>`. */
  readonly place: string;
  readonly members: number;
}

/**
 * Functions of `files` that are handed more than ten dependencies in one object, whatever its type
 * is put together from. Types that a checkout without its packages cannot resolve count as none.
 */
export const wideDependencies = (root: string, files: readonly string[]): readonly WideDependency[] => {
  const program = programOf(root);
  const checker = program.getTypeChecker();
  const found: WideDependency[] = [];
  for (const file of files) {
    const source = program.getSourceFile(join(root, file));
    if (!source) continue;
    const look = (node: ts.Node): void => {
      if (ts.isParameter(node) && node.type && isDependency(node, source)) {
        const type = checker.getTypeFromTypeNode(node.type);
        const members = checker.isArrayType(type) ? 0 : checker.getPropertiesOfType(type).length;
        const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
        if (members > MOST_MEMBERS) found.push({ place: `${file}:${line}`, members });
      }
      ts.forEachChild(node, look);
    };
    look(source);
  }
  return found;
};
