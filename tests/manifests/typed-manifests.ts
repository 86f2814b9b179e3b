import { fileURLToPath } from "node:url";
import ts from "typescript";

const types: Readonly<Record<string, string>> = {
  v1: "core/v1",
  "apps/v1": "apps/v1",
  "policy/v1": "policy/v1",
  "autoscaling/v2": "autoscaling/v2",
  "networking.k8s.io/v1": "networking/v1",
};

export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
}

const here = fileURLToPath(new URL("./manifests-under-test.ts", import.meta.url));

/**
 * What is wrong with manifests by the types made from the Kubernetes API's own description: the
 * compiler knows what is required, what is of another type, and, other than the JSON schemas, what
 * is misspelt.
 */
export const findTypeFaults = (manifests: readonly Manifest[]): readonly string[] => {
  const source = manifests
    .map(({ apiVersion, kind, ...rest }, index) => {
      const type = types[apiVersion];
      if (type === undefined) return `const m${index}: never = ${JSON.stringify(apiVersion)};`;
      const value = JSON.stringify({ apiVersion, kind, ...rest });
      return `export const m${index}: import("kubernetes-types/${type}").${kind} = ${value};`;
    })
    .join("\n");
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === here || fileExists(name);
  host.readFile = (name) => (name === here ? source : readFile(name));
  host.getSourceFile = (name, target, ...rest) =>
    name === here ? ts.createSourceFile(name, source, target) : getSourceFile(name, target, ...rest);
  const program = ts.createProgram([here], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file, start = 0 }) => {
    const line = file?.fileName === here ? file.getLineAndCharacterOfPosition(start).line : undefined;
    const { kind = "?" } = (line === undefined ? undefined : manifests[line]) ?? {};
    return `${kind}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
};
