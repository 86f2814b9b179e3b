import type { DatabaseSync } from "node:sqlite";
import type { Changes, Document, ReadModelDefinition, ReadModelRebuild } from "@sogoc/core";
import { inTransaction } from "./database.ts";
import type { createDocumentReader } from "./document-reader.ts";
import type { createRegistry } from "./read-model-registry.ts";

/**
 * Documents a rebuild keeps in memory before it writes them, so that a busy document is written
 * once per flush. More would outlive the young generation, and a rebuild's memory with them.
 */
const REBUILD_BUFFER = 5_000;

/** Builds a model beside the live one, in a table of its own that nobody reads before the swap. */
export const startRebuild = <Doc extends Document>(
  definition: ReadModelDefinition,
  parts: {
    readonly database: DatabaseSync;
    readonly registry: ReturnType<typeof createRegistry>;
    readonly findMany: ReturnType<typeof createDocumentReader>;
    /** Lets go of statements on a table that is about to vanish. */
    readonly forgetStatements: () => void;
    readonly isClosed: () => boolean;
  },
): ReadModelRebuild<Doc> => {
  const { database, registry, findMany, forgetStatements, isClosed } = parts;
  const shadow = registry.openShadow(definition);
  const waiting = new Map<string, Doc | undefined>();
  const lanes = new Map<string, number>();
  let open = true;
  let written = false;

  const flush = () => {
    inTransaction(database, () => {
      for (const [id, document] of waiting) {
        if (document) shadow.put(document);
        else shadow.delete(id);
      }
      for (const [lane, position] of lanes) registry.saveCheckpoint(shadow.generation, lane, position);
    });
    written = true;
    waiting.clear();
  };

  return {
    async findMany(ids) {
      const found = new Map<string, Doc>();
      if (written) {
        const elsewhere = ids.filter((id) => !waiting.has(id));
        for (const [id, document] of findMany<Doc>(shadow, elsewhere)) found.set(id, document);
      }
      for (const id of ids) {
        const document = waiting.get(id);
        if (document) found.set(id, document);
      }
      return found;
    },
    async commit({ lane, position, puts, deletes }: Changes<Doc>) {
      for (const document of puts) waiting.set(document.id, document);
      for (const id of deletes) waiting.set(id, undefined);
      lanes.set(lane, position);
      if (waiting.size >= REBUILD_BUFFER) flush();
    },
    async swap() {
      flush();
      registry.swap(definition, shadow.generation, forgetStatements);
      open = false;
    },
    async abandon() {
      if (!open || isClosed()) return;
      open = false;
      registry.drop(definition, shadow.generation);
    },
  };
};
