import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openApiDocuments } from "@sogoc/standalone/openapi-documents";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { generateBookTypes, generatedFolder } from "./generate-book-types.ts";

/**
 * Writes the types of all four APIs, made from the routes themselves, so that the client cannot
 * drift from them.
 */
export const generateApi = async (): Promise<void> => {
  await generateBookTypes();
  for (const [name, document] of Object.entries(await openApiDocuments())) {
    const types = astToString(await openapiTS(document as unknown as OpenAPI3));
    await writeFile(`${generatedFolder}${name}.ts`, types);
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await generateApi();
