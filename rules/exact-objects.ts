import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { superfluousOf } from "./superfluous-properties.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

const programOf = (config: string): ts.Program => {
  const read = ts.getParsedCommandLineOfConfigFile(
    config,
    { noEmit: true },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(ts.flattenDiagnosticMessageText(messageText, "\n"));
      },
    },
  );
  if (!read) throw new Error(`${config} cannot be read`);
  return ts.createProgram(read.fileNames, read.options);
};

const look = (config: string): readonly string[] => {
  const program = programOf(config);
  const checker = program.getTypeChecker();
  return program
    .getSourceFiles()
    .filter(({ fileName }) => fileName.startsWith(root) && !/node_modules|\.d\.ts$/.test(fileName))
    .flatMap((source) =>
      superfluousOf(checker, source).map(({ at, name }) => {
        const { line } = source.getLineAndCharacterOfPosition(at.getStart());
        return `${relative(root, source.fileName)}:${line + 1}: nobody asks for \`${name}\``;
      }),
    );
};

const found = new Set(["tsconfig.json", "web/tsconfig.json"].flatMap((config) => look(`${root}${config}`)));
for (const place of found) console.error(place);
process.exitCode = found.size === 0 ? 0 : 1;
