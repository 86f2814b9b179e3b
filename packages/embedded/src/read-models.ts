import type { DatabaseSync } from "node:sqlite";
import type { Document, ReadModel, ReadModelDefinition, ReadModels } from "@sogoc/core";
import { openFile, orClose } from "./database.ts";
import { createDocumentReader, parseDocument } from "./document-reader.ts";
import { engineFaultFrom } from "./engine-fault.ts";
import { createQueries } from "./read-model-query.ts";
import { startRebuild } from "./read-model-rebuild.ts";
import { createRegistry, readModelFile } from "./read-model-registry.ts";
import type { ModelTable } from "./read-model-table.ts";
import { createSharedCommit } from "./shared-commit.ts";
import { writeBackAside } from "./write-back.ts";
import { takeWriterLock } from "./writer-lock.ts";

const PAGE = 500;
/**
 * After so many documents the planner's figures are looked at again: a table that began empty has
 * none.
 */
const OPTIMIZE_EVERY = 20_000;

export interface SqliteReadModels extends ReadModels {
  /**
   * Drops every model that has handled positions beyond `head`: it holds what is no longer in the
   * log.
   */
  forgetAfter(head: number): Promise<void>;
}

const lockAndRegister = (database: DatabaseSync, file: string) => {
  const unlock = takeWriterLock(file);
  try {
    const registry = createRegistry(database);
    registry.checkTables();
    return { unlock, registry };
  } catch (error) {
    unlock();
    throw error;
  }
};

/** Every document by rising id, a page of them in memory at a time. */
async function* everyDocument<Doc extends Document>(
  textsAfter: (id: string | undefined) => readonly string[],
): AsyncGenerator<Doc> {
  let last: Doc | undefined;
  do {
    const texts = textsAfter(last?.id);
    last = undefined;
    for (const text of texts) {
      last = parseDocument<Doc>(text);
      yield last;
    }
  } while (last);
}

const write = (model: ModelTable, puts: Iterable<Document>, deletes: Iterable<string>) => {
  for (const document of puts) model.put(document);
  for (const id of deletes) model.delete(id);
};

/** Read models in one SQLite file that may be deleted at any time: it is rebuilt from the log. */
export const openSqliteReadModels = ({ file }: { readonly file: string }): SqliteReadModels => {
  const database = openFile({ file, kind: readModelFile, synchronous: "NORMAL", cacheKiB: 65_536 });
  const { unlock, registry } = orClose(database, () => lockAndRegister(database, file));
  const aside = writeBackAside(database, file);
  const queries = createQueries(database);
  const commits = createSharedCommit(database);
  const findMany = createDocumentReader(database);
  let closed = false;
  let sinceOptimized = 0;

  const optimizeNowAndThen = (written: number) => {
    sinceOptimized += written;
    if (sinceOptimized < OPTIMIZE_EVERY) return;
    sinceOptimized = 0;
    // All tables that have grown much since, by samples.
    database.exec("PRAGMA analysis_limit=1000; PRAGMA optimize=0x10002");
  };

  const open = async <Doc extends Document>(definition: ReadModelDefinition): Promise<ReadModel<Doc>> => {
    registry.openLive(definition);
    const live = () => registry.openLive(definition);
    const read = async <Result>(work: () => Result): Promise<Result> => {
      try {
        return work();
      } catch (error) {
        throw engineFaultFrom(error, file);
      }
    };
    return {
      find: (id) =>
        read(() => {
          const text = live().findText(id);
          return text === undefined ? undefined : parseDocument<Doc>(text);
        }),
      findMany: async (ids) => findMany<Doc>(live(), ids),
      query: (query) => read(() => queries.page<Doc>(live(), query)),
      count: (where) => read(() => queries.count(live(), where)),
      all: () => everyDocument<Doc>((after) => queries.after(live(), after, PAGE)),
      checkpoint: async (lane) => registry.checkpoint(live().generation, lane),
      async commit({ lane, position, puts, deletes }) {
        await commits.add(() => {
          const model = live();
          write(model, puts, deletes);
          registry.saveCheckpoint(model.generation, lane, position);
        });
        if (!closed) optimizeNowAndThen(puts.length);
      },
    };
  };

  return {
    open,
    rebuild: async <Doc extends Document>(definition: ReadModelDefinition) =>
      startRebuild<Doc>(definition, {
        database,
        registry,
        findMany,
        forgetStatements: queries.forget,
        isClosed: () => closed,
      }),
    liveVersion: async (name) => registry.liveVersion(name),
    async forgetAfter(head) {
      queries.forget();
      registry.forgetAfter(head);
    },
    async close() {
      if (closed) return;
      closed = true;
      commits.flush();
      await aside.stop();
      database.close();
      unlock();
    },
  };
};
