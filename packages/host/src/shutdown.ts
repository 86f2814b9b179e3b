/** Longer than any request, shorter than what an orchestrator waits before it kills. */
export const STOP_MS = 20_000;

/**
 * Thrown where a start was overtaken by the signal to end: what comes next is not begun any more.
 */
class Overtaken extends Error {
  constructor() {
    super("The process was told to end before it had started.");
    this.name = "Overtaken";
  }
}

export interface Shutdown {
  /**
   * Opens a part that is to be ended by `end`; also where the signal comes while it is being
   * opened.
   */
  opening<Part>(open: Promise<Part>, end: (part: Part) => Promise<unknown>): Promise<Part>;
  /** Ends what is open, the last opened first, for a start that begins anew. */
  endOpened(): Promise<void>;
  /** Runs a start whose failures no longer matter once the process is to end. */
  during(start: () => Promise<void>): Promise<void>;
}

/**
 * Heeds SIGTERM and SIGINT from the first moment: the first process of a container gets no default
 * handling from the kernel, and what it has to do before it listens may take half an hour. Ends
 * what is open by then, the last opened first.
 */
export const createShutdown = (
  world: {
    readonly on: (signal: "SIGTERM" | "SIGINT", stop: () => void) => unknown;
    readonly exit: (code: number) => void;
  } = process,
): Shutdown => {
  const open: (() => Promise<unknown>)[] = [];
  let stopping = false;

  const endOpened = async () => {
    // One that cannot be ended must not keep the others open.
    for (const end of open.splice(0).toReversed()) await end().catch(() => {});
  };

  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => world.exit(1), STOP_MS).unref();
    await endOpened();
    world.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) world.on(signal, () => void stop());

  return {
    endOpened,
    async opening(opened, end) {
      open.push(async () => end(await opened));
      const part = await opened;
      if (stopping) throw new Overtaken();
      return part;
    },
    async during(start) {
      try {
        await start();
      } catch (error) {
        // What was closed under its feet fails; the process is on its way out.
        if (!stopping) throw error;
      }
    },
  };
};
