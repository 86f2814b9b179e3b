import type { EventBus, EventStore, ReadModels } from "@sogoc/core";
import { type LeftCopy, removeLeftCopy } from "./backup/unfinished-backup.ts";
import { requireNoRestore } from "./backup/unfinished-restore.ts";
import { type BusNotices, createEmbeddedBus } from "./bus.ts";
import { openSqliteConsumerState } from "./consumer-state.ts";
import { dataFiles } from "./data-files.ts";
import { naming } from "./database.ts";
import { openDisposable, type RemadeFile } from "./disposable.ts";
import { openSqliteEventStore } from "./event-store.ts";
import { type FolderBlobs, openFolderBlobs } from "./folder-blobs.ts";
import { requireOwnFolder } from "./own-names.ts";
import { tightenFolder } from "./private-files.ts";
import { openSqliteReadModels } from "./read-models.ts";
import { requireWholeLog } from "./require-whole.ts";
import { furthestSeen, type SeenPosition } from "./seen-positions.ts";
import { tellingDamage } from "./telling-damage.ts";

/** Everything a service needs on one machine. `close` ends the bus first, the store last. */
export interface Embedded {
  readonly store: EventStore;
  readonly bus: EventBus;
  readonly readModels: ReadModels;
  readonly blobs: FolderBlobs;
  close(): Promise<void>;
}

export interface EmbeddedNotices extends BusNotices {
  /**
   * The log ends before what others in the folder have seen of it, which was accepted: an older one
   * was put back, or its end was cut off.
   */
  readonly onLogShortened?:
    | ((found: { readonly head: number; readonly seen: SeenPosition }) => void)
    | undefined;
  /**
   * Read models or the consumers' places could not be used any more; they are made again from the
   * log.
   */
  readonly onRemade?: ((remade: RemadeFile) => void) | undefined;
  /** The bytes of a blob are not those of its name any more. */
  readonly onBlobDamaged?: ((sha256: string) => void) | undefined;
  /** Something that stands in the log could not be read any more: the file is damaged. */
  readonly onLogDamaged?: (() => void) | undefined;
  /** These could not be closed to other accounts of the machine: they belong to another owner. */
  readonly onOpenToOthers?: ((paths: readonly string[]) => void) | undefined;
  /** A killed backup had left a copy of the log and the passwords. */
  readonly onLeftCopy?: ((copy: LeftCopy) => void) | undefined;
}

const openLog = (file: string, synchronous: "FULL" | "NORMAL"): EventStore => {
  try {
    return openSqliteEventStore({ file, synchronous });
  } catch (error) {
    throw naming(file, error);
  }
};

/**
 * Opens or makes a data folder. Throws when another program has it open for writing, and, before
 * anything is written, `DataFolderRefused` for somebody else's folder and for one whose log is gone
 * or shorter than it was.
 */
export const openEmbedded = async (options: {
  readonly folder: string;
  readonly synchronous?: "FULL" | "NORMAL" | undefined;
  readonly notices?: EmbeddedNotices | undefined;
  /** Looks through the disposable files, however large they are. */
  readonly checked?: boolean | undefined;
  /** Takes a log that ends before what others have seen of it for the one that is meant. */
  readonly acceptOlder?: boolean | undefined;
}): Promise<Embedded> => {
  const { folder, synchronous = "FULL", notices = {}, checked = false, acceptOlder } = options;
  requireNoRestore(folder);
  requireOwnFolder(folder);
  requireWholeLog(folder, { acceptOlder });
  const files = dataFiles(folder);
  const opened: { close(): Promise<void> }[] = [];
  const keep = <Part extends { close(): Promise<void> }>(part: Part): Part => {
    opened.unshift(part);
    return part;
  };
  const close = async () => {
    for (const part of opened.splice(0)) await part.close();
  };
  try {
    const store = tellingDamage(keep(openLog(files.events, synchronous)), notices.onLogDamaged);
    const copy = await removeLeftCopy(folder);
    if (copy) notices.onLeftCopy?.(copy);
    const { failed } = await tightenFolder(folder);
    if (failed.length > 0) notices.onOpenToOthers?.(failed);
    const disposable = <Part extends { close(): Promise<void> }>(file: string, open: () => Part) =>
      keep(openDisposable({ file, open, checked, onRemade: (remade) => notices.onRemade?.(remade) }));
    const readModels = disposable(files.readModels, () => openSqliteReadModels({ file: files.readModels }));
    const consumers = disposable(files.consumers, () => openSqliteConsumerState({ file: files.consumers }));
    const blobs = keep(
      await openFolderBlobs({ folder: files.blobs, onDamaged: notices.onBlobDamaged, isAlone: true }),
    );
    // An older log put back under newer files: what they say of positions beyond it is not true any
    // more.
    const head = await store.head();
    const seen = furthestSeen(folder);
    if (seen.position > head) notices.onLogShortened?.({ head, seen });
    await readModels.forgetAfter(head);
    await consumers.forgetAfter(head);
    const bus = keep(createEmbeddedBus(store, consumers, notices));
    return { store, bus, readModels, blobs, close };
  } catch (error) {
    // Whatever keeps it from being closed comes of the same cause, which is to be told.
    for (const part of opened.splice(0)) await part.close().catch(() => {});
    throw error;
  }
};
