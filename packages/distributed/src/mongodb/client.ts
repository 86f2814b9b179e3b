import { type Db, MongoBulkWriteError, MongoClient, type WriteError } from "mongodb";

/**
 * A connection to one database of a MongoDB server, replica set or anything that speaks its
 * protocol.
 */
export interface MongoConnection {
  readonly db: Db;
  readonly client: MongoClient;
  /**
   * Replica sets and sharded clusters have transactions. Where there are none (FerretDB on SQLite,
   * a lone server), a commit is written down as a whole in one document first and carried out from
   * there: see `commit.ts`.
   */
  readonly transactions: boolean;
  /**
   * FerretDB 1.x goes through a whole collection for `$in`; there documents are asked for one by
   * one.
   */
  readonly scansForIn: boolean;
  /** Undefined when the server answers. */
  findFault(): Promise<string | undefined>;
  close(): Promise<void>;
}

/**
 * Connects, or throws after `serverSelectionTimeoutMs`. Acknowledged writes are on a majority of
 * members, journaled.
 */
export const connectMongo = async (options: {
  readonly url: string;
  readonly database: string;
  readonly transactions?: boolean | undefined;
  readonly serverSelectionTimeoutMs?: number | undefined;
}): Promise<MongoConnection> => {
  const { url, database, serverSelectionTimeoutMs: serverSelectionTimeoutMS = 10_000 } = options;
  const client = new MongoClient(url, {
    serverSelectionTimeoutMS,
    ignoreUndefined: true,
    writeConcern: { w: "majority", journal: true },
  });
  try {
    await client.connect();
    const db = client.db(database);
    const hello = await db.command({ hello: 1 });
    const transactions =
      options.transactions ?? (hello["setName"] !== undefined || hello["msg"] === "isdbgrid");
    const build = await db.admin().command({ buildInfo: 1 });
    return {
      db,
      client,
      transactions,
      scansForIn: Object.keys(build).some((key) => key.startsWith("ferretdb")),
      findFault: () =>
        db.command({ ping: 1 }, { timeoutMS: 2_000 }).then(
          () => undefined,
          () => "does not answer",
        ),
      close: () => client.close(),
    };
  } catch (error) {
    await client.close();
    throw error;
  }
};

/** The server's answer to a second document with the same unique key. */
export const isDuplicate = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === 11_000;

/**
 * The faults of a bulk write that failed for nothing but documents that are there already;
 * undefined for any other failure, a lost connection for one, which comes as a bulk write without a
 * single fault.
 */
export const findOnlyDuplicates = (error: unknown): readonly WriteError[] | undefined => {
  if (!(error instanceof MongoBulkWriteError)) return undefined;
  const faults = [error.writeErrors].flat();
  return faults.length > 0 && faults.every(({ code }) => code === 11_000) ? faults : undefined;
};
