import { type Clock, type ClockBehind, type EventStore, type RecordedEvent, systemClock } from "@sogoc/core";
import type { HealthCheck } from "@sogoc/http";

/** Clocks of offices are some minutes off; one that has lost its battery is years behind. */
const MOST_BEHIND_MS = 3_600_000;
/** Nobody works for so long, or the clock is ahead. */
const MOST_AHEAD_MS = 365 * 24 * 3_600_000;
/** While a server runs its clock does not go on by so much at once, unless somebody sets it. */
const JUMP_MS = 30 * 24 * 3_600_000;
const LOOK_MS = 10_000;
/** So many of the newest events are looked at: sign-ins go on while a clock is behind. */
const LOOKED_AT = 2_000;

const behindWords = ({ now, last }: ClockBehind, accepting: string): string =>
  [
    `ĐỒNG HỒ MÁY CHỦ CHẠY LÙI: đồng hồ chỉ ${now.toISOString()}, sự kiện cuối đã ghi lúc ${last.toISOString()}. Chưa ghi thêm việc gì; hãy chỉnh đồng hồ (pin CMOS, NTP), đúng giờ là làm tiếp được ngay.`,
    `THE SERVER'S CLOCK IS BEHIND: it says ${now.toISOString()}, and the last event was written at ${last.toISOString()}. Nothing more is written; set the clock (CMOS battery, NTP), and work goes on at once.`,
    "Đồng hồ bây giờ đúng, lúc ghi các sự kiện ấy mới sai (tắt máy chủ trước) / where it is right now and was ahead when those events were written (server stopped):",
    `  ${accepting}`,
  ].join("\n");

const aheadWords = (now: Date, last: Date): string =>
  `CẢNH BÁO: đồng hồ máy chủ chỉ ${now.toISOString()}, còn trước đó là ${last.toISOString()}; hãy xem lại đồng hồ trước khi cho người làm việc, vì ngày giờ đã ghi thì không sửa được. / WARNING: the server's clock says ${now.toISOString()}, and before that it was ${last.toISOString()}; look at it before people work: what was dated cannot be dated anew.`;

type WatchedLog = Pick<EventStore, "readAll" | "head" | "onCommitted" | "eventAt" | "exclusive">;

/**
 * What was written last. Only where this process alone writes can positions be counted: elsewhere
 * it is the newest event alone.
 */
const newestOf = async (store: WatchedLog): Promise<readonly RecordedEvent[]> => {
  const head = await store.head();
  if (store.exclusive) {
    const after = Math.max(0, head - LOOKED_AT);
    return (await store.readAll({ after, limit: LOOKED_AT })).events;
  }
  const newest = head === 0 ? undefined : await store.eventAt(head);
  return newest ? [newest] : [];
};

/** A clock that is held against the log. */
export interface ClockWatch {
  readonly clock: Clock & { readonly findBehind: () => ClockBehind | undefined };
  /** Notes beside the readiness: what is there can be read. */
  readonly health: readonly HealthCheck[];
  /** From now on what is written to the log is known; resolves when what it ends with is. */
  readonly begin: (store: WatchedLog) => Promise<void>;
  readonly stop: () => void;
}

/** Sees a clock go on by much more than the time that has passed. */
const createJumpWatch = (clock: Clock, tell: (line: string) => void) => {
  /** When it was before it jumped ahead. */
  let before: Date | undefined;
  let seen = { wall: clock.now().getTime(), steady: performance.now() };
  return {
    /** Nobody has written anything since `last`, in milliseconds since 1970; 0: nothing at all. */
    begin(last: number): void {
      const now = clock.now();
      if (last === 0 || now.getTime() - last <= MOST_AHEAD_MS) return;
      before = new Date(last);
      tell(aheadWords(now, before));
    },
    /** When the clock was before it jumped, as long as it is ahead. */
    look(last: number): Date | undefined {
      const [wall, steady] = [clock.now().getTime(), performance.now()];
      // A clock that was behind and is set right does not jump ahead.
      const shouldBe = Math.max(seen.wall + (steady - seen.steady), last);
      if (before && wall < before.getTime() + JUMP_MS) before = undefined;
      if (wall - shouldBe > JUMP_MS) {
        before = new Date(shouldBe);
        tell(aheadWords(new Date(wall), before));
      }
      seen = { wall, steady };
      return before;
    },
  };
};

/**
 * Watches whether the clock can be right: it is not where the newest event was written more than
 * an hour later. Events up to a position that was accepted for such a clock do not count.
 */
export const watchClock = ({
  readAccepted,
  acceptingWith,
  tell,
  clock = systemClock,
  everyMs = LOOK_MS,
}: {
  /** The position up to which a clock that was ahead was accepted; 0 where none was. */
  readonly readAccepted: () => Promise<number>;
  /** What whoever runs it does to accept it, where the newest event is at that position. */
  readonly acceptingWith: (position: number) => string;
  readonly tell: (line: string) => void;
  readonly clock?: Clock | undefined;
  readonly everyMs?: number | undefined;
}): ClockWatch => {
  let accepted = 0;
  let last = 0;
  let newest = 0;
  let isTold = false;
  const jumps = createJumpWatch(clock, tell);
  let unlisten: (() => void) | undefined;

  const take = (events: readonly Pick<RecordedEvent, "position" | "metadata">[]) => {
    for (const { position, metadata } of events) {
      newest = Math.max(newest, position);
      if (position > accepted) last = Math.max(last, Date.parse(metadata.at) || 0);
    }
  };

  const findBehind = (): ClockBehind | undefined => {
    const now = clock.now();
    return now.getTime() < last - MOST_BEHIND_MS ? { now, last: new Date(last) } : undefined;
  };

  const look = () => {
    jumps.look(last);
    const behind = findBehind();
    if (behind && !isTold) tell(behindWords(behind, acceptingWith(newest)));
    if (!behind && isTold) tell("Đồng hồ máy chủ đã đúng lại. / The server's clock may be right again.");
    isTold = behind !== undefined;
  };

  const timer = setInterval(look, everyMs).unref();
  return {
    clock: {
      now: () => clock.now(),
      findBehind,
      isDoubtful() {
        return jumps.look(last) !== undefined || findBehind() !== undefined;
      },
    },
    health: [
      {
        name: "clock",
        advisory: true,
        async findFault() {
          const behind = findBehind();
          if (behind)
            return `clock-behind: ${behind.now.toISOString()}, last event: ${behind.last.toISOString()}`;
          const before = jumps.look(last);
          return before && `clock-ahead: ${clock.now().toISOString()}, before: ${before.toISOString()}`;
        },
      },
    ],
    async begin(store) {
      accepted = await readAccepted();
      unlisten = store.onCommitted(take);
      take(await newestOf(store));
      jumps.begin(last);
      look();
    },
    stop() {
      clearInterval(timer);
      unlisten?.();
    },
  };
};
