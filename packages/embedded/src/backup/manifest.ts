import { z } from "zod";

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * What a backup holds beside the blobs. Nothing else may be named: a name becomes a path where it
 * is restored.
 */
const FILE_NAMES = ["consumers.sqlite", "events.sqlite", "secrets.sqlite"] as const;

export const StoredFileName = z.enum([
  ...FILE_NAMES,
  ...FILE_NAMES.map((name): `${typeof name}.age` => `${name}.age`),
]);

/** The name of a file of a backup in a data folder. */
export const plainName = (name: z.infer<typeof StoredFileName>): string => name.replace(/\.age$/, "");

/** Marks a folder as the backups of one installation; written when it is first used. */
export const RepositoryMark = z.object({
  kind: z.literal("sogoc-backups"),
  format: z.literal(1),
  /** Hash of the installation's first event. */
  installation: Sha256,
  /** Public key that everything here is encrypted to (age); null where it is plain. */
  recipient: z.string().nullable(),
});
export type RepositoryMark = z.infer<typeof RepositoryMark>;

/** What one backup holds. Written last: a backup without it is not whole. */
export const BackupManifest = z.object({
  kind: z.literal("sogoc-backup"),
  format: z.literal(1),
  installation: Sha256,
  /** Version of the program that made it. */
  program: z.string().regex(/^[\w.+-]{1,64}$/),
  /**
   * Which program had opened the data last; comes back with a restore. Left out by earlier
   * programs.
   */
  opened: z.object({ version: z.string().max(64), storage: z.int().min(0) }).optional(),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** The newest event in it. */
  head: z.object({ position: z.int().min(1), hash: Sha256 }),
  /**
   * So many faults its log had when it was made: it is saved as it was, and is no whole backup.
   * Left out by earlier programs, which did not look.
   */
  logFaults: z.int().min(0).optional(),
  /** Files of this backup as they lie here: encrypted ones have the hash of what is encrypted. */
  files: z
    .array(z.object({ name: StoredFileName, size: z.int().min(0), sha256: Sha256 }))
    .refine((files) => new Set(files.map(({ name }) => plainName(name))).size === files.length),
  /**
   * Blobs that its events name; they lie in the folder that all backups share, each under its own
   * hash.
   */
  blobs: z.object({
    count: z.int().min(0),
    bytes: z.int().min(0),
    /**
     * So many were not read when it was made: copies that have their turn on other days, and second
     * names of the originals.
     */
    unread: z.int().min(0).optional(),
    /** New ones are second names of the originals: what rots there rots here. */
    linked: z.boolean().optional(),
  }),
  /**
   * Blobs that were missing or damaged already when it was made, and of which no older copy is
   * left.
   */
  lost: z.array(z.object({ sha256: Sha256, type: z.string(), stream: z.string(), position: z.int() })),
});
export type BackupManifest = z.infer<typeof BackupManifest>;

/** Undefined for a text that is not of that shape, for instance one that was cut off. */
export const parseJson = <Shape>(schema: z.ZodType<Shape>, text: string): Shape | undefined => {
  try {
    const { data } = schema.safeParse(JSON.parse(text));
    return data;
  } catch {
    return undefined;
  }
};
