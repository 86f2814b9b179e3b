import { type ChildProcess, fork } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Clock } from "@sogoc/core";
import { shellWord } from "@sogoc/core";
import {
  accessLines,
  type BackupState,
  findKeyFault,
  findStateFault,
  generateBackupKey,
  goodAt,
  keepRecipient,
  liesInByName,
  noteFailedBackup,
  readBackupState,
  readRecipient,
  withoutStampLines,
} from "@sogoc/embedded";
import { WrongConfiguration } from "@sogoc/host/environment";
import { z } from "zod";
import { createPlaceAsker } from "./ask-place.ts";
import { type BackupStatus, backupStatusOf, isBackupDue } from "./backup-due.ts";
import { BackupFault, faultFrom } from "./backup-fault.ts";
import type { BackupSettings } from "./backup-settings.ts";
import type { PlaceLook } from "./place-look.ts";

const PROGRAM = fileURLToPath(new URL("./backup-process.ts", import.meta.url));
const POLL_MS = 60_000;
/** What a stop gives to a backup whose place is being looked at. */
const LEAVE_MS = 3_000;

const Made = z.object({
  lost: z.int(),
  onlyCopied: z.int(),
  set: z.string(),
  files: z.int(),
  removedOld: z.int(),
  removedBlobs: z.int(),
  damagedSets: z.int(),
  unreadableSets: z.int(),
  unreadableBlobs: z.int(),
  damagedSecrets: z.int(),
  logFaults: z.int(),
  stampFault: z.string().optional(),
});
const Outcome = z.union([Made, BackupFault]);
type Outcome = z.infer<typeof Outcome>;

interface Parts {
  readonly folder: string;
  readonly settings: BackupSettings;
  readonly program: string;
  readonly clock: Clock;
  /** What whoever runs the server should read. */
  readonly tell: (text: string) => void;
  /** Shows what is kept nowhere; rejects where nobody could be shown it. */
  readonly showOnce: (text: string) => Promise<void>;
  /** How long the place may take to answer, in milliseconds; 30 seconds unless told. */
  readonly placeDeadlineMs?: number | undefined;
}

const PLACE_DEADLINE_MS = 30_000;

const ANY_KEY = "age1…";

/**
 * The public key that is wanted: the one that is given, else the one that the installation has
 * kept.
 */
const wantedRecipient = async ({ folder, settings }: Parts): Promise<string | undefined> =>
  settings.recipient ?? (await readRecipient(folder));

/**
 * Why the place cannot be used with the key that is wanted, or which is wanted cannot be told;
 * undefined where it can. A server encrypts always: what it writes lies on another machine.
 */
const findPlaceKeyFault = async (
  parts: Parts,
  place: string,
  { mark }: PlaceLook,
): Promise<BackupFault | undefined> => {
  try {
    const wanted = await wantedRecipient(parts);
    if (!mark) return undefined;
    const reason = findKeyFault(place, mark.recipient, wanted ?? mark.recipient ?? ANY_KEY);
    return reason === undefined ? undefined : { reason, failure: "wrong-key" };
  } catch (error) {
    return faultFrom(error);
  }
};

/** So much of a public key that two are told apart: on paper, at the start, in lists. */
const markOf = (recipient: string): string => `${recipient.slice(0, 14)}…`;

/** What is said of older keys where a new one is shown; nothing where no backup was encrypted. */
const olderKeyLines = ({ places }: BackupState): readonly string[] => {
  if (places.some(({ sealed }) => sealed === true))
    return [
      "Các bản mã hóa đã có từ trước vẫn chỉ mở được bằng khóa cũ: giữ cả tờ giấy ấy.",
      "Encrypted backups from before are opened by their older key alone: keep its paper too.",
    ];
  // An earlier program did not say which of its backups were encrypted.
  return places.some(({ sealed }) => sealed === undefined)
    ? [
        "Nếu bản sao lưu nào đã có từ trước được mã hóa thì vẫn chỉ mở được bằng khóa cũ của nó.",
        "Where a backup from before is encrypted, it is opened by its older key alone.",
      ]
    : [];
};

/**
 * The public key to encrypt to. A place that has one is asked first: after a restore the
 * installation knows of none, and its place goes on with the one that it has. Where there is none
 * at all, a pair is made and its secret key is shown, this once: it is kept nowhere. Rejects where
 * nobody could be shown it: nothing is sealed by a key that nobody has.
 */
const recipientFor = async (parts: Parts, { mark }: PlaceLook): Promise<string> => {
  const { folder, showOnce } = parts;
  const state = await readBackupState(folder);
  const known = mark?.recipient ?? (await wantedRecipient(parts));
  if (known !== undefined) return known;
  const { secret, recipient } = await generateBackupKey();
  const shown = [
    "",
    "KHÓA SAO LƯU – CHỈ HIỆN MỘT LẦN. Hãy chép ra giấy và cất ở hai nơi khác máy này.",
    "Không có khóa này thì không ai mở được bản sao lưu, kể cả người quản trị.",
    "BACKUP KEY – SHOWN ONCE. Write it down and keep it in two places away from this machine:",
    `  ${secret}`,
    `Mã của khóa, ghi kèm trên giấy / its mark, to be written beside it: ${markOf(recipient)}`,
    ...olderKeyLines(state),
    "",
  ].join("\n");
  await keepRecipient(folder, recipient, () => showOnce(shown));
  return recipient;
};

/**
 * Runs one backup in a process of its own; answers how many files were lost before, or why it
 * failed.
 */
const runBackup = (order: object, onStart: (child: ChildProcess) => void): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = fork(PROGRAM, [JSON.stringify(order)], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    onStart(child);
    let outcome: Outcome = { reason: "Bị ngắt giữa chừng / it was cut off", failure: "cut-off" };
    child.on("message", (message) => {
      outcome = Outcome.safeParse(message).data ?? outcome;
    });
    child.once("exit", () => resolve(outcome));
    child.once("error", () => resolve(outcome));
  });

const VIETNAM: Intl.DateTimeFormatOptions = {
  dateStyle: "short",
  timeStyle: "short",
  timeZone: "Asia/Ho_Chi_Minh",
};

/** That a backup was made: a night that says nothing looks like one that did nothing. */
const madeLine = (
  { set, files, removedOld, removedBlobs }: z.infer<typeof Made>,
  place: string,
  now: Date,
): string =>
  `Đã sao lưu / backed up ${now.toLocaleString("vi-VN", VIETNAM)}: ${join(place, set)}, ${files.toLocaleString("vi")} tệp / files, bỏ ${removedOld} bản cũ / old ones removed${removedBlobs === 0 ? "" : `, xóa ${removedBlobs} tệp không bản nào còn cần / files removed that no backup needs`}`;

const newDiskLine = (place: string): string =>
  `Ổ mới ở / a new disk at ${place}: ổ đang gắn còn trống, bắt đầu sao lưu từ đầu vào đó bằng khóa đang dùng; các bản trước nằm ở ổ cũ / it is empty: backups begin anew there, sealed by the same key; earlier ones are on the older disk`;

/**
 * Throws where backups would lie in the data, or the data in the backups: whoever loses one loses
 * both. By the place's name alone, since a share whose server is away would be waited for; links
 * are followed by who looks at the place.
 */
export const requirePlaceApart = (place: string | undefined, folder: string): void => {
  if (place === undefined) return;
  const names = [resolve(folder), existsSync(folder) ? realpathSync(folder) : folder];
  const to = resolve(place);
  if (!names.some((name) => liesInByName(to, name) || liesInByName(name, to))) return;
  throw new WrongConfiguration([
    `SOGOC_BACKUP_TO=${place}: là chính thư mục dữ liệu ${folder}, nằm trong nó hoặc chứa nó; hãy chọn thư mục ở ổ hoặc máy khác / is the data folder, lies in it or holds it; choose a folder on another disk or machine`,
  ]);
};

export interface ScheduledBackups {
  /** What the first page is told; undefined where the installation is a demo. */
  readonly status: () => Promise<BackupStatus>;
  /** Makes one now where one is due. */
  readonly look: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

type Good = BackupState["places"][number];

/** The same with one more, where nothing as new is noted of its place. Their names sort by time. */
const withMade = (places: readonly Good[], made: Good | undefined): Good[] => {
  const others = places.filter(({ place }) => place !== made?.place);
  const noted = places.find(({ place }) => place === made?.place);
  return made === undefined || (noted && noted.set >= made.set) ? [...places] : [...others, made];
};

/** How the last backup went, also where that could not be written down. */
const createOutcomeNotes = ({ folder, clock, tell }: Parts) => {
  /** The last failure where it could not be written down, as on a full disk. */
  let unwritten: BackupState["failure"] = null;

  const noteFailure = async (place: string, { reason, failure }: BackupFault): Promise<void> => {
    const failed = { at: clock.now().toISOString(), place: resolve(place), reason, failure };
    tell(`SAO LƯU KHÔNG THÀNH / BACKUP FAILED: ${reason}`);
    await noteFailedBackup(folder, failed).then(
      () => {
        unwritten = null;
      },
      () => {
        unwritten = failed;
      },
    );
  };

  /** What was made here, where the data folder's disk took no note of it. */
  let made: Good | undefined;

  const readState = async (): Promise<BackupState> => {
    const { places, failure, damaged } = await readBackupState(folder);
    return { places: withMade(places, made), failure: unwritten ?? failure, damaged };
  };

  /** A backup was made, and has said so itself where it could. */
  const noteMade = (
    { set, lost, onlyCopied, damagedSecrets, logFaults }: z.infer<typeof Made>,
    to: string,
  ): void => {
    unwritten = null;
    if (logFaults > 0) return;
    const place = resolve(to);
    made = {
      at: clock.now().toISOString(),
      place,
      set,
      position: 0,
      lost,
      onlyCopied,
      damagedSecrets,
      sealed: true,
    };
  };

  return { noteFailure, readState, noteMade };
};

/** What a backup that was made leaves to be known. */
const sayMade = (outcome: z.infer<typeof Made>, place: string, { folder, clock, tell }: Parts): void => {
  tell(madeLine(outcome, place, clock.now()));
  if (outcome.damagedSets > 0)
    tell(
      `CẢNH BÁO / WARNING: ${outcome.damagedSets} bản sao lưu cũ ở ${place} hỏng kê khai, không dùng được: chạy npm run sogoc -- backup list ${shellWord(place)} / older backups there have a damaged manifest and are not usable`,
    );
  if (outcome.unreadableSets > 0)
    tell(
      [
        `CẢNH BÁO / WARNING: máy chủ không được đọc ${outcome.unreadableSets} bản sao lưu cũ ở ${place} / may not read so many older backups there`,
        ...accessLines(place, folder),
      ].join("\n"),
    );
  if (outcome.unreadableBlobs > 0)
    tell(
      [
        `CẢNH BÁO / WARNING: máy chủ không được đọc ${outcome.unreadableBlobs} tệp của chính nó ở ${folder} / may not read so many of its own files there`,
        ...accessLines(folder, folder),
      ].join("\n"),
    );
  if (outcome.stampFault !== undefined) tell(withoutStampLines(outcome.stampFault).join("\n"));
  if (outcome.logFaults > 0)
    tell(
      `SỔ SỰ KIỆN TRÊN MÁY CHỦ ĐÃ HỎNG (${outcome.logFaults} chỗ): bản vừa sao lưu KHÔNG dùng thay bản tốt được; không bỏ bản cũ nào cho đến khi chữa xong. Để biết chỗ nào và chữa / THE SERVER'S LOG IS DAMAGED (${outcome.logFaults} places): what was just saved is NO good backup; no old one is removed until it is mended. Which places, and what mends it:\n  npm run sogoc -- verify --data ${shellWord(folder)}\n  npm run sogoc -- backup list ${shellWord(place)}\n  npm run sogoc -- restore ${shellWord(place)} --set <bản nguyên vẹn cuối / the last whole one> --data ${shellWord(folder)} --set-aside`,
    );
  if (outcome.damagedSecrets > 0)
    tell(
      `SAO LƯU XONG, NHƯNG ${outcome.damagedSecrets} MẬT KHẨU HOẶC KHÓA TRÊN MÁY CHỦ ĐÃ HỎNG; không bỏ bản cũ nào cho đến khi chữa xong. Để biết cái nào và chữa / BACKED UP, BUT ${outcome.damagedSecrets} PASSWORDS OR KEYS OF THE SERVER ARE DAMAGED; no old backup is removed until they are mended. Which ones, and what mends them:\n  npm run sogoc -- verify --data ${shellWord(folder)}`,
    );
  if (outcome.lost > 0)
    tell(
      `SAO LƯU XONG NHƯNG MẤT ${outcome.lost} TỆP; để biết tệp nào / BACKED UP, BUT ${outcome.lost} FILES ARE LOST; which ones:\n  npm run sogoc -- verify --data ${shellWord(folder)}`,
    );
  if (outcome.onlyCopied > 0)
    tell(
      `${outcome.onlyCopied} TỆP TRÊN MÁY CHỦ HỎNG HOẶC MẤT, chỉ còn bản tốt ở nơi sao lưu; để biết tệp nào và lấy lại / ${outcome.onlyCopied} FILES OF THE SERVER ARE DAMAGED OR GONE, only their copies in the backup are right; which ones, and to bring them back:\n  npm run sogoc -- verify --data ${shellWord(folder)}`,
    );
};

/** At the start: where backups go, or why none are made. */
const sayPlace = async (
  parts: Parts,
  to: string,
  { look, reason }: { readonly look: PlaceLook; readonly reason: string | undefined },
): Promise<void> => {
  const { tell } = parts;
  const tellNone = (why: string) => tell(`SAO LƯU KHÔNG CHẠY / NO BACKUPS ARE MADE: ${why}`);
  if (reason !== undefined) tellNone(reason);
  // A key is made and shown only for a place that can be used.
  else
    await recipientFor(parts, look).then(
      (recipient) =>
        tell(
          `Sao lưu vào / backups go to: ${to}; mở bằng khóa có mã / opened by the key marked: ${markOf(recipient)}`,
        ),
      (error: unknown) => tellNone(faultFrom(error).reason),
    );
  if (look.isNewDisk) tell(newDiskLine(to));
  if (look.isSameDisk)
    tell(
      `CẢNH BÁO / WARNING: ${to} nằm cùng ổ đĩa với dữ liệu, hỏng ổ là mất cả hai / lies on the same disk as the data`,
    );
};

/** Makes backups in processes of their own, one at a time. */
const createMaker = (parts: Parts, noteMade: (made: z.infer<typeof Made>, place: string) => void) => {
  const { folder, settings, program } = parts;
  const ask = createPlaceAsker(folder, parts.placeDeadlineMs ?? PLACE_DEADLINE_MS);
  let child: ChildProcess | undefined;
  let stopped = false;
  /** Told until it is mended, also where the last backup was good. */
  let keyFault: BackupFault | undefined;
  let newest: string | undefined;

  const lookAt = async (place: string): Promise<PlaceLook> => {
    const look = await ask(place);
    if (!look.fault) keyFault = await findPlaceKeyFault(parts, place, look);
    newest = look.newest ?? undefined;
    return look;
  };

  const makeInto = async (place: string, look: PlaceLook): Promise<BackupFault | undefined> => {
    if (keyFault !== undefined) return keyFault;
    const recipient = await recipientFor(parts, look);
    if (look.isNewDisk) parts.tell(newDiskLine(place));
    // Told to stop while the place was looked at: a process of its own would only be waited for.
    if (stopped) return undefined;
    const order = { from: folder, to: place, program, recipient, keep: settings.keep };
    const outcome = await runBackup(order, (started) => {
      child = started;
    });
    child = undefined;
    if ("reason" in outcome) return outcome;
    noteMade(outcome, place);
    sayMade(outcome, place, parts);
    // From now on it is known here too: a place that is sealed to another is seen, and what is made
    // by hand is sealed to it.
    const kept = await readRecipient(folder).catch(() => recipient);
    if (kept === undefined) await keepRecipient(folder, recipient);
    return undefined;
  };

  return {
    keyFault: () => keyFault,
    /** When the newest one that lay there was finished, as it was seen last. */
    newest: () => newest,
    isStopped: () => stopped,
    lookAt,
    /**
     * Undefined where it was made, or was not begun any more. `seen` is what the place was a moment
     * ago, where somebody has looked at it already.
     */
    async make(place: string, seen?: PlaceLook): Promise<BackupFault | undefined> {
      const look = seen ?? (await lookAt(place));
      const fault = look.fault ?? (await makeInto(place, look));
      return stopped ? undefined : fault;
    },
    stop(): void {
      stopped = true;
      // What it has written by then is removed by the next.
      child?.kill("SIGKILL");
    },
  };
};

/**
 * Makes a backup each day at its time, and says how the last one went. Without a place it only says
 * so.
 */
export const startBackups = async (parts: Parts): Promise<ScheduledBackups> => {
  const { settings, clock } = parts;
  const { to, atMinute, warnAfterMs } = settings;
  const { noteFailure, readState, noteMade } = createOutcomeNotes(parts);
  const maker = createMaker(parts, noteMade);
  let running: Promise<void> = Promise.resolve();

  const makeWhereDue = async (place: string): Promise<void> => {
    const seen = maker.keyFault() === undefined ? undefined : await maker.lookAt(place);
    if (!isBackupDue(clock.now(), atMinute, place, await readState())) return;
    const fault = await maker.make(place, seen);
    if (fault !== undefined) await noteFailure(place, fault);
  };

  const look = (): Promise<void> => {
    running = running.then(async () => {
      if (maker.isStopped() || to === undefined) return;
      await makeWhereDue(to).catch((error: unknown) => noteFailure(to, faultFrom(error)));
    });
    return running;
  };

  const stateFault = await findStateFault(parts.folder);
  if (stateFault !== undefined) parts.tell(`CẢNH BÁO / WARNING: ${stateFault}`);
  if (to !== undefined) {
    const look = await maker.lookAt(to);
    await sayPlace(parts, to, { look, reason: (look.fault ?? maker.keyFault())?.reason });
  }
  const timer = setInterval(() => void look(), POLL_MS).unref();
  return {
    async status() {
      const state = await readState();
      const newest = to === undefined || goodAt(state, to) ? undefined : maker.newest();
      const found = to === undefined || newest === undefined ? undefined : { at: newest, place: to };
      const status = backupStatusOf(clock.now(), warnAfterMs, to, state, found);
      const fault = maker.keyFault();
      if (fault === undefined) return status;
      const named = fault.failure === "wrong-key" ? "wrong-key" : "failed";
      return { ...status, state: named, reason: fault.failure };
    },
    look,
    async stop() {
      clearInterval(timer);
      maker.stop();
      // A share that does not answer would be waited for without end.
      await Promise.race([running, pause(LEAVE_MS, undefined, { ref: false })]);
    },
  };
};
