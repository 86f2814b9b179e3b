import type { EventStore } from "@sogoc/core";
import { shellWord } from "@sogoc/core";
import { blobLines, findMissingBlobs, type NamedBlob, stillMissing } from "@sogoc/embedded";
import type { HealthCheck } from "@sogoc/http";
import { Gauge, type Registry } from "prom-client";

const DAY_MS = 24 * 3_600_000;
/** Whoever asks while a look is fresh is told what it has found. */
const FRESH_MS = 10_000;
const MOST_TOLD = 3;

const wordsOf = (folder: string, missing: readonly NamedBlob[]): string =>
  [
    `THIẾU ${missing.length.toLocaleString("vi")} TỆP trong ${folder}/blobs mà sổ sự kiện có tên. Vừa chuyển máy thì chép lại thư mục blobs từ máy cũ cho đủ (không phải tắt máy chủ); không thì khôi phục bản sao lưu ra thư mục khác rồi chép blobs/… về đúng chỗ.`,
    `${missing.length} FILES ARE MISSING in ${folder}/blobs that the log names. After a move to another machine copy the folder blobs from the older one once more, whole (the server may run); else restore a backup to another folder and copy blobs/… to their places.`,
    ...missing.slice(0, MOST_TOLD).map((named) => `  ${blobLines(named)}`),
    "Kê từng tệp / each by its name:",
    `  npm run sogoc -- verify --data ${shellWord(folder)}`,
  ].join("\n");

/** What is known of files that events name and that are not there. */
export interface MissingFilesWatch {
  readonly count: () => Promise<number>;
  /** A note beside the readiness: everything else can be worked with. */
  readonly health: HealthCheck;
  /** Resolves when the first look is over. */
  readonly looked: Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * Looks for every file that the log names, beside the server's work: at the start, and each day
 * from then on. What was missing is looked for again when somebody asks: it may have been brought
 * back.
 */
export const watchMissingFiles = (
  folder: string,
  store: Pick<EventStore, "readAll">,
  tell: (line: string) => void,
  freshMs = FRESH_MS,
): MissingFilesWatch => {
  let missing: readonly NamedBlob[] = [];
  let asked = performance.now();
  let asking: Promise<number> = Promise.resolve(0);
  let stopped = false;

  const look = async () => {
    // Of a log that cannot be read others tell.
    const found = await findMissingBlobs(folder, store).catch(() => undefined);
    if (found === undefined || stopped) return;
    if (found.length > 0 && found.length !== missing.length) tell(wordsOf(folder, found));
    missing = found;
    asking = Promise.resolve(found.length);
  };

  const lookAgain = async (): Promise<number> => {
    const before = missing;
    const left = await stillMissing(folder, before);
    if (missing === before) missing = left;
    if (before.length > 0 && left.length === 0)
      tell("Đã có đủ mọi tệp mà sổ sự kiện có tên. / Every file that the log names is there again.");
    return missing.length;
  };

  const count = (): Promise<number> => {
    const now = performance.now();
    if (missing.length === 0 || now - asked < freshMs) return asking;
    asked = now;
    asking = lookAgain();
    return asking;
  };

  const looked = look();
  let looking = looked;
  const timer = setInterval(() => {
    looking = look();
  }, DAY_MS).unref();
  return {
    count,
    looked,
    health: {
      name: "files",
      advisory: true,
      async findFault() {
        const found = await count();
        return found === 0 ? undefined : `missing: ${found}, run verify`;
      },
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await looking;
    },
  };
};

export const addMissingFiles = (metrics: Registry, count: () => Promise<number>): void => {
  new Gauge({
    name: "sogoc_files_missing",
    help: "Files that events name and that are not in the data folder",
    registers: [metrics],
    async collect() {
      this.set(await count());
    },
  });
};
