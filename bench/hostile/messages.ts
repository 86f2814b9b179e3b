import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** The server that is measured, told by itself once it listens. */
export interface Served {
  readonly address: string;
  readonly unitId: string;
  readonly bookId: string;
}

/**
 * How long the main thread let nobody in, since it was asked last: milliseconds of processor time.
 */
export interface Held {
  readonly longest: number;
  readonly p99: number;
}

/** A file that the sender makes and, at the word `go`, uploads. */
export interface SendJob {
  readonly served: Served;
  readonly kind: "scan" | "workbook";
  readonly fileName: string;
  /**
   * A hostile file by its name, rows of a good workbook, or rows under a true header in which every
   * cell says as much as it may: nothing refuses them before all are judged.
   */
  readonly hostile?: { readonly name: string; readonly bytes: number };
  readonly rows?: number;
  readonly fullRows?: number;
  /** It is sent again until so much time has passed: a percentile of a moment says nothing. */
  readonly leastSeconds: number;
}

/** What the server said in the end: `attached`, `prepared`, or why it refused the file. */
export interface SendReport {
  readonly outcome: string;
  readonly bytes: number;
  /** Of one sending. */
  readonly seconds: number;
}

export interface Sending {
  /** Resolves once the file is made. */
  readonly ready: Promise<void>;
  send(): Promise<SendReport>;
}

const programAt = (name: string, execArgv: readonly string[] = []): ChildProcess =>
  fork(join(import.meta.dirname, name), { execArgv: [...execArgv] });

/** As `npm start` and the image begin the server: with more room it clears up later. */
const HEAP = "--max-old-space-size=1024";

const nextMessage = async <T>(child: ChildProcess): Promise<T> => {
  const answered = new AbortController();
  const { signal } = answered;
  const failed = once(child, "exit", { signal }).then(([code]) => {
    throw new Error(`A process of the measurement ended with ${String(code)}.`);
  });
  failed.catch(() => {});
  try {
    const [message] = (await Promise.race([once(child, "message", { signal }), failed])) as [T];
    return message;
  } finally {
    answered.abort();
  }
};

export const serve = async (folder: string) => {
  const child = programAt("served-standalone.ts", [HEAP]);
  child.send({ folder });
  const served = await nextMessage<Served>(child);
  const held = async () => {
    const answer = nextMessage<Held>(child);
    child.send("held");
    return answer;
  };
  return { served, pid: child.pid ?? 0, held, stop: () => child.disconnect() };
};

/** A server that has nothing to do, to be asked beside the one that is measured. */
export const serveNothing = async () => {
  const child = programAt("bare-server.ts");
  const address = await nextMessage<string>(child);
  return { address, stop: () => child.disconnect() };
};

export const prepareSending = (job: SendJob): Sending => {
  const child = programAt("send-file.ts");
  child.send(job);
  return {
    ready: nextMessage<string>(child).then(() => {}),
    async send() {
      const report = nextMessage<SendReport>(child);
      child.send("go");
      const told = await report;
      child.disconnect();
      return told;
    },
  };
};
