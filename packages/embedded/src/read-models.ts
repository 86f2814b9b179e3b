import type { DatabaseSync } from "node:sqlite";
import type {
  Changes,
  Document,
  ReadModel,
  ReadModelDefinition,
  ReadModelRebuild,
  ReadModels,
} from "@sogoc/core";
import { inTransaction, openFile, orClose } from "./database.ts";
import { engineFaultFrom } from "./engine-fault.ts";
import { createQueries } from "./read-model-query.ts";
import { createRegistry, readModelFile } from "./read-model-registry.ts";
import type { ModelTable } from "./read-model-table.ts";
import { createSharedCommit } from "./shared-commit.ts";
import { writeBackAside } from "./write-back.ts";
import { takeWriterLock } from "./writer-lock.ts";

/**
 * Documents a rebuild keeps in memory before it writes them, so that a busy document is written
 * once per flush. More would outlive the young generation, and a rebuild's memory with them.
 */
const REBUILD_BUFFER = 5_000;
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

/** Read models in one SQLite file that may be deleted at any time: it is rebuilt from the log. */
export const openSqliteReadModels = ({ file }: { readonly file: string }): SqliteReadModels => {
  const database = openFile({ file, kind: readModelFile, synchronous: "NORMAL", cacheKiB: 65_536 });
  const { unlock, registry } = orClose(database, () => lockAndRegister(database, file));
  const aside = writeBackAside(database, file);
  const queries = createQueries(database);
  const commits = createSharedCommit(database);
  const begin = database.prepare("BEGIN");
  const end = database.prepare("COMMIT");
  let closed = false;
  let sinceOptimized = 0;

  const optimizeNowAndThen = (written: number) => {
    sinceOptimized += written;
    if (sinceOptimized < OPTIMIZE_EVERY) return;
    sinceOptimized = 0;
    // All tables that have grown much since, by samples.
    database.exec("PRAGMA analysis_limit=1000; PRAGMA optimize=0x10002");
  };

  // What a table holds was written from a `Doc` and is read back as one.
  const parse = <Doc>(text: string): Doc => JSON.parse(text) as Doc;

  const findMany = <Doc extends Document>(model: ModelTable, ids: readonly string[]): Map<string, Doc> => {
    const found = new Map<string, Doc>();
    // One look at the file's locks for all of them.
    const together = ids.length > 1;
    if (together) begin.run();
    try {
      for (const id of ids) {
        const text = model.findText(id);
        if (text !== undefined) found.set(id, parse<Doc>(text));
      }
    } catch (error) {
      throw engineFaultFrom(error);
    } finally {
      if (together) end.run();
    }
    return found;
  };

  const write = (model: ModelTable, puts: Iterable<Document>, deletes: Iterable<string>) => {
    for (const document of puts) model.put(document);
    for (const id of deletes) model.delete(id);
  };

  const open = async <Doc extends Document>(definition: ReadModelDefinition): Promise<ReadModel<Doc>> => {
    registry.openLive(definition);
    const live = () => registry.openLive(definition);
    return {
      async find(id) {
        const text = live().findText(id);
        return text === undefined ? undefined : parse<Doc>(text);
      },
      findMany: async (ids) => findMany<Doc>(live(), ids),
      query: async (query) => queries.page<Doc>(live(), query),
      count: async (where) => queries.count(live(), where),
      async *all() {
        let last: Doc | undefined;
        do {
          const texts = queries.after(live(), last?.id, PAGE);
          last = undefined;
          for (const text of texts) {
            last = parse<Doc>(text);
            yield last;
          }
        } while (last);
      },
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

  const rebuild = async <Doc extends Document>(
    definition: ReadModelDefinition,
  ): Promise<ReadModelRebuild<Doc>> => {
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
        registry.swap(definition, shadow.generation, queries.forget);
        open = false;
      },
      async abandon() {
        if (!open || closed) return;
        open = false;
        registry.drop(definition, shadow.generation);
      },
    };
  };

  return {
    open,
    rebuild,
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
