import type { ReadModel } from "@sogoc/core";
import { type MongoConnection, openMongoReadModels } from "@sogoc/distributed";
import { recordEvents } from "../events.ts";
import { type Figure, pair } from "../harness.ts";
import { newName, type Row, records } from "./world.ts";

/** Replacements in one command of the raw client. */
const RAW_UPDATES = 50;

const rowsOf = (count: number): readonly Row[] =>
  recordEvents(16, count)
    .filter(({ event }) => event.type === "RecordEntered")
    .flatMap(
      ({ stream, event }) =>
        records.evolve(undefined, { ...event, stream, revision: 0, position: 1 }, stream) ?? [],
    );

/**
 * Row 14: a commit of many documents, fresh ones and changed ones, beside the same without a
 * checkpoint.
 */
export const bulkWriteFigures = async (connection: MongoConnection): Promise<Figure[]> => {
  const readModels = await openMongoReadModels(connection);
  const rows = rowsOf(800);
  const ids = rows.map(({ id }) => id);
  let model: ReadModel<Row> | undefined;
  let since: { readonly checkpoint: number; readonly documents: ReadonlyMap<string, Row> } | undefined;
  let position = 0;
  let raw = connection.db.collection<Omit<Row, "id"> & { readonly _id: string }>(newName());
  const load = async () => {
    const checkpoint = (await model?.checkpoint("lane")) ?? 0;
    const documents = (await model?.findMany(ids)) ?? new Map();
    since = { checkpoint, documents };
  };
  const commit = async (puts: readonly Row[]) => {
    if (!model || !since) throw new Error("Nothing was loaded.");
    await model.commit({ lane: "lane", position: ++position, puts, deletes: [], since });
    return puts.length;
  };
  const newModel = async () => {
    position = 0;
    model = await readModels.open<Row>({ ...records.definition, name: newName() });
    await load();
  };
  const newRaw = async () => {
    raw = connection.db.collection(newName());
    for (const key of [
      { unitId: 1, status: 1, _id: 1 },
      { batchId: 1, _id: 1 },
    ] as const)
      await raw.createIndex(key);
  };
  const rawRows = () => rows.map(({ id, ...row }) => ({ _id: id, ...row }));
  const inserts = await pair({
    name: "14. bulk write, 800 new documents with their checkpoint",
    baselineName: "insertMany of the same documents",
    subject: { prepare: newModel, run: () => commit(rows) },
    baseline: { prepare: newRaw, run: async () => (await raw.insertMany(rawRows())).insertedCount },
    target: 0.8,
    pairs: 5,
    note: "documents per second",
  });
  await newModel();
  await commit(rows);
  await newRaw();
  await raw.insertMany(rawRows());
  let step = 2;
  const changes = await pair({
    name: "14. bulk write, 800 changed documents with their checkpoint",
    baselineName: "bulkWrite of replaceOne by _id, 50 a command",
    subject: { prepare: load, run: () => commit(rows.map((row) => ({ ...row, steps: step++ }))) },
    baseline: {
      run: async () => {
        const changed = rawRows().map((row) => ({ ...row, steps: step++ }));
        for (let at = 0; at < changed.length; at += RAW_UPDATES) {
          const operations = changed
            .slice(at, at + RAW_UPDATES)
            .map(({ _id, ...replacement }) => ({ replaceOne: { filter: { _id }, replacement } }));
          await raw.bulkWrite(operations, { ordered: false });
        }
        return changed.length;
      },
    },
    target: 0.8,
    pairs: 5,
    note: "documents per second",
  });
  return [inserts, changes];
};
