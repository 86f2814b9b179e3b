import { type Db, MongoBulkWriteError, MongoClient, type WriteError } from "mongodb";

/** A connection to one database of a replica set, or of a sharded cluster. */
export interface MongoConnection {
  readonly db: Db;
  readonly client: MongoClient;
  /** Undefined when the server answers. */
  findFault(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** What a lone server is told: read models and their places are written in one transaction. */
export class NoReplicaSet extends Error {
  constructor() {
    super(
      [
        "MongoDB này không phải replica set nên không có giao dịch. Chạy mongod với --replSet rs0, rồi chạy một lần trong mongosh: rs.initiate()",
        "This MongoDB is no replica set and has no transactions. Start mongod with --replSet rs0, and run once in mongosh: rs.initiate()",
      ].join("\n"),
    );
    this.name = "NoReplicaSet";
  }
}

/** Longer than a replica set takes to elect, with the time in which it notices that it has to. */
const SELECTION_MS = 20_000;

/**
 * Connects, or throws after `serverSelectionTimeoutMs`. Acknowledged writes are on a majority of
 * members, journaled; what is read was acknowledged and is not rolled back. Throws `NoReplicaSet`
 * for a lone server.
 */
export const connectMongo = async (options: {
  readonly url: string;
  readonly database: string;
  readonly serverSelectionTimeoutMs?: number | undefined;
}): Promise<MongoConnection> => {
  const { url, database, serverSelectionTimeoutMs: serverSelectionTimeoutMS = SELECTION_MS } = options;
  const client = new MongoClient(url, {
    appName: "sogoc",
    serverSelectionTimeoutMS,
    ignoreUndefined: true,
    readConcern: { level: "majority" },
    writeConcern: { w: "majority", journal: true },
  });
  try {
    await client.connect();
    const db = client.db(database);
    const hello = await db.command({ hello: 1 });
    if (hello["setName"] === undefined && hello["msg"] !== "isdbgrid") throw new NoReplicaSet();
    return {
      db,
      client,
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
