import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface ProcessOptions {
  readonly role: "relay" | "consumer";
  readonly name: string;
  readonly eventStore: string;
  readonly brokers: string;
  readonly mongo: string;
}

/**
 * How far a child is: it has read and not published; folded and not written; written and not told
 * the broker.
 */
export type Place = "read" | "folded" | "committed";

/** What happens to a child that has come to a place. */
export type Fate = "go" | "kill" | "stop" | "go and kill";

export interface Child {
  /** How often it came to a place. */
  readonly visits: () => number;
  /** Waits until it has died of its fate. */
  readonly died: Promise<void>;
  /** Lets a stopped child run on from where it was. */
  wake(): void;
  end(): Promise<void>;
}

const entry = fileURLToPath(new URL("./chaos-process.ts", import.meta.url));

/** Between the word to go on and SIGKILL: long enough to have begun, too short to be done. */
const HEAD_START_MS = 4;

/**
 * A relay or a consumer in a process of its own; `fate` is asked each time it has come to a place.
 */
export const startChild = (
  options: ProcessOptions,
  fate: (place: Place, visit: number) => Fate = () => "go",
): Child => {
  const child = fork(entry, [JSON.stringify(options)], { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  let visits = 0;
  // The child watches its parent itself, but for one that was stopped.
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  const died = new Promise<void>((resolve) =>
    child.once("exit", () => {
      process.removeListener("exit", kill);
      resolve();
    }),
  );
  child.on("message", (place: Place) => {
    const decided = fate(place, ++visits);
    if (decided === "kill") child.kill("SIGKILL");
    else if (decided === "stop") child.kill("SIGSTOP");
    else {
      child.send("go");
      if (decided === "go and kill") setTimeout(() => child.kill("SIGKILL"), HEAD_START_MS);
    }
  });
  return {
    visits: () => visits,
    died,
    wake() {
      child.send("go");
      child.kill("SIGCONT");
    },
    async end() {
      child.kill("SIGKILL");
      await died;
    },
  };
};
