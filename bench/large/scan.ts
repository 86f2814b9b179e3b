import { DatabaseSync } from "node:sqlite";
import { dataFiles } from "@sogoc/embedded";

/** The search by words without an index: every row of the model's table looked at. */
export const openScan = (folder: string, model: string) => {
  const database = new DatabaseSync(dataFiles(folder).readModels, { readOnly: true });
  database.exec("PRAGMA cache_size=-65536");
  const live = database.prepare("SELECT generation FROM models WHERE name = ? AND live").get(model);
  const table = `"${model}-${Number(live?.["generation"])}"`;
  return {
    rows: Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"]),
    /** Ids of the first fifty rows that have all of the words. */
    find(words: readonly string[]): number {
      const conditions = words.map(() => "instr(_words, ?) > 0").join(" AND ");
      const order = `ORDER BY "registeredFrom", "sortNumber", id LIMIT 50`;
      const scan = database.prepare(`SELECT id FROM ${table} NOT INDEXED WHERE ${conditions} ${order}`);
      return scan.all(...words.map((word) => ` ${word} `)).length;
    },
    close: () => database.close(),
  };
};
