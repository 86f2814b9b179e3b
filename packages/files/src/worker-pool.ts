import { MessageChannel, type MessagePort } from "node:worker_threads";
import { CommandRejected } from "@sogoc/core";
import { Piscina } from "piscina";
import type * as jobs from "./reader-worker.ts";
import { type FileErrorCode, FileRefusal, refusal } from "./refusal.ts";
import { toRejection } from "./rejection.ts";

type Jobs = typeof jobs;
type JobName = keyof Jobs;
type Order<Name extends JobName> = Omit<Parameters<Jobs[Name]>[0], "port">;
type Value<Name extends JobName> = Extract<Awaited<ReturnType<Jobs[Name]>>, { value: unknown }>["value"];

export interface PoolLimits {
  /** Files that are read at the same time. */
  readonly threads: number;
  /** Of the heap of each thread; buffers are bounded by the budgets of the readers. */
  readonly heapMegabytes: number;
  /** Files that wait; one more is refused. */
  readonly maxWaiting: number;
  /** Files of one asker that wait; one more of theirs is refused. Left out = as many as of all. */
  readonly maxWaitingEach?: number | undefined;
  readonly deadlineSeconds: number;
}

export interface JobOptions {
  /** What a refusal is called when the thread is ended. */
  readonly code: FileErrorCode;
  /** True for a step of a file whose reading has begun: it waits, however many do. */
  readonly isFurtherStep?: boolean | undefined;
  readonly onMessage?: ((message: number) => void) | undefined;
  /** Aborted when nobody wants the answer any more: what waits is dropped, what runs stops. */
  readonly signal?: AbortSignal | undefined;
}

/** Reads files for one asker. */
export interface FilePool {
  run<Name extends JobName>(name: Name, order: Order<Name>, options: JobOptions): Promise<Value<Name>>;
  /** Throws `reading-busy` while more files wait than may. */
  requireRoom(): void;
}

/** Who is not named: they take their turn as one. */
const NOBODY = "";

const YOUNG_MEGABYTES = 8;
/**
 * A thread that is idle gives back the memory of its last file only by ending; a new one starts in
 * a tenth of a second.
 */
const IDLE_MS = 1_000;

/**
 * Threads that read foreign files, in turns by who asks: many files of one keep nobody waiting for
 * more than one of them. A file that takes too long or too much memory costs its thread,
 * is refused by that name, and the next file gets a new thread.
 */
export class WorkerPool implements FilePool {
  readonly #limits: PoolLimits;
  readonly #piscina: Piscina;
  #running = 0;
  #freeThreads: number;
  readonly #runningOf = new Map<string, number>();
  /** By who asks, in the order of their turns. */
  readonly #waiting = new Map<string, (() => void)[]>();
  constructor(limits: PoolLimits) {
    this.#limits = limits;
    this.#freeThreads = limits.threads;
    this.#piscina = new Piscina({
      filename: new URL("./reader-worker.ts", import.meta.url).href,
      minThreads: 0,
      maxThreads: limits.threads,
      idleTimeout: IDLE_MS,
      // Threads sleep in their event loop, where files are closed and messages come in.
      atomics: "disabled",
      resourceLimits: {
        maxOldGenerationSizeMb: limits.heapMegabytes,
        maxYoungGenerationSizeMb: YOUNG_MEGABYTES,
      },
      recordTiming: false,
    });
  }

  /**
   * Throws `CommandRejected`: the refusal of the file, or `reading-busy` when too many files wait;
   * and the reason of the signal.
   */
  run<Name extends JobName>(name: Name, order: Order<Name>, options: JobOptions): Promise<Value<Name>> {
    return this.#runFor(NOBODY, name, order, options);
  }

  /** The same threads for one asker, such as an account. */
  askedBy(asker: string): FilePool {
    return {
      run: (name, order, options) => this.#runFor(asker, name, order, options),
      requireRoom: () => this.#requireRoomFor(asker),
    };
  }

  async #runFor<Name extends JobName>(
    asker: string,
    name: Name,
    order: Order<Name>,
    options: JobOptions,
  ): Promise<Value<Name>> {
    if (!options.isFurtherStep) this.#requireRoomFor(asker);
    this.#count(asker, 1);
    try {
      await this.#thread(asker, options.signal);
      return await this.#runOnce(name, order, options).finally(() => this.#giveBack());
    } finally {
      this.#count(asker, -1);
    }
  }

  #count(asker: string, change: 1 | -1): void {
    this.#running += change;
    const running = (this.#runningOf.get(asker) ?? 0) + change;
    if (running === 0) this.#runningOf.delete(asker);
    else this.#runningOf.set(asker, running);
  }

  /**
   * Resolves when a thread is free. Files wait here and not with the threads: one that dies takes
   * what waits for it along into a queue that nobody looks at before the next file comes.
   */
  async #thread(asker: string, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#freeThreads > 0) {
      this.#freeThreads -= 1;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = () => {
      const others = (this.#waiting.get(asker) ?? []).filter((one) => one !== resolve);
      if (others.length > 0) this.#waiting.set(asker, others);
      else this.#waiting.delete(asker);
      reject(signal?.reason);
    };
    this.#waiting.set(asker, [...(this.#waiting.get(asker) ?? []), resolve]);
    signal?.addEventListener("abort", leave);
    await promise.finally(() => signal?.removeEventListener("abort", leave));
  }

  /** The first that waits of whoever's turn it is; their next comes after all others'. */
  #next(): (() => void) | undefined {
    for (const [asker, [first, ...others]] of this.#waiting) {
      this.#waiting.delete(asker);
      if (others.length > 0) this.#waiting.set(asker, others);
      return first;
    }
    return undefined;
  }

  /** In the next turn of the event loop: by then a thread that has died is no longer counted. */
  #giveBack(): void {
    setImmediate(() => {
      const next = this.#next();
      if (next) next();
      else this.#freeThreads += 1;
    });
  }

  /** Throws `reading-busy` while more files wait than may. */
  requireRoom(): void {
    this.#requireRoomFor(NOBODY);
  }

  #requireRoomFor(asker: string): void {
    const { threads, maxWaiting, maxWaitingEach = maxWaiting } = this.#limits;
    const mostOfOne = asker === NOBODY ? maxWaiting : maxWaitingEach;
    const ofOne = this.#runningOf.get(asker) ?? 0;
    if (ofOne >= threads + mostOfOne || this.#running >= threads + maxWaiting)
      throw new CommandRejected("reading-busy");
  }

  close(): Promise<void> {
    return this.#piscina.destroy();
  }

  async #runOnce<Name extends JobName>(
    name: Name,
    order: Order<Name>,
    { code, onMessage, signal }: JobOptions,
  ): Promise<Value<Name>> {
    const { port1, port2 } = new MessageChannel();
    const deadline = new Deadline(port1, this.#limits.deadlineSeconds, onMessage);
    const stop = () => port1.close();
    signal?.addEventListener("abort", stop);
    try {
      const answer: jobs.Answer<Value<Name>> = await this.#piscina
        .run({ ...order, port: port2 }, { name, transferList: [port2], signal: deadline.signal })
        .catch((error: unknown) => {
          throw this.#told(error, deadline, code);
        });
      if ("value" in answer) return answer.value;
      if ("failed" in answer) signal?.throwIfAborted();
      if ("failed" in answer) throw Object.assign(new Error(answer.failed.message), answer.failed);
      const { reason, details } = answer.refused;
      throw toRejection(new FileRefusal(answer.refused.code, reason, details));
    } finally {
      signal?.removeEventListener("abort", stop);
      deadline.clear();
      port1.close();
    }
  }

  /** Of a job that brought no answer: its thread has ended. */
  #told(error: unknown, deadline: Deadline, code: FileErrorCode): unknown {
    if (deadline.signal.aborted) {
      return toRejection(refusal(code, "too-much-time", this.#limits.deadlineSeconds));
    }
    const told = error instanceof Error && "code" in error ? error.code : undefined;
    if (told === "ERR_WORKER_OUT_OF_MEMORY") return toRejection(refusal(code, "too-much-memory"));
    // Thrown where no reader hears it, by a library over what the file says of itself: of its
    // offsets, for one.
    process.emitWarning(
      `a thread that read a file ended: ${error instanceof Error ? error.name : "unknown"}`,
    );
    return toRejection(refusal(code, "damaged"));
  }
}

/**
 * Runs from the moment at which the job is handed over, and anew from the one at which it begins: a
 * thread that never gets as far keeps nobody waiting. What else comes over the port goes on to
 * `onMessage`.
 */
class Deadline {
  readonly #controller = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  constructor(port: MessagePort, seconds: number, onMessage: JobOptions["onMessage"]) {
    const start = () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#controller.abort(), seconds * 1000);
    };
    start();
    port.on("message", (message: "begun" | number) => {
      if (message === "begun") start();
      else onMessage?.(message);
    });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  clear(): void {
    clearTimeout(this.#timer);
  }
}

/**
 * One thread for pages and one for tables: a delivery of scans does not keep a workbook waiting,
 * nor the other way round.
 */
const limits = {
  pages: { threads: 1, heapMegabytes: 48, maxWaiting: 32, maxWaitingEach: 8, deadlineSeconds: 30 },
  tables: { threads: 1, heapMegabytes: 64, maxWaiting: 32, maxWaitingEach: 8, deadlineSeconds: 180 },
} as const satisfies Record<string, PoolLimits>;

const pools = new Map<keyof typeof limits, WorkerPool>();

/** The threads of this process, whichever of its services asks. */
export const workerPool = (kind: keyof typeof limits): WorkerPool => {
  const pool = pools.get(kind) ?? new WorkerPool(limits[kind]);
  pools.set(kind, pool);
  return pool;
};
