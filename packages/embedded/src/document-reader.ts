import type { DatabaseSync } from "node:sqlite";
import type { Document } from "@sogoc/core";
import { engineFaultFrom } from "./engine-fault.ts";
import type { ModelTable } from "./read-model-table.ts";

/** What a table holds was written from a `Doc` and is read back as one. */
export const parseDocument = <Doc>(text: string): Doc => JSON.parse(text) as Doc;

/** Finds documents by their ids, in one look at the file's locks for all of them. */
export const createDocumentReader = (database: DatabaseSync) => {
  const begin = database.prepare("BEGIN");
  const end = database.prepare("COMMIT");
  return <Doc extends Document>(model: ModelTable, ids: readonly string[]): Map<string, Doc> => {
    const found = new Map<string, Doc>();
    const together = ids.length > 1;
    if (together) begin.run();
    try {
      for (const id of ids) {
        const text = model.findText(id);
        if (text !== undefined) found.set(id, parseDocument<Doc>(text));
      }
    } catch (error) {
      throw engineFaultFrom(error, database.location());
    } finally {
      if (together) end.run();
    }
    return found;
  };
};
