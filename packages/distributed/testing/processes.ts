import { spawn, spawnSync } from "node:child_process";
import { connect, createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { PATIENCE_MS } from "@sogoc/core/testing";

export interface RunningProcess {
  signal(signal: NodeJS.Signals): void;
  /** SIGKILL, and over. */
  kill(): Promise<void>;
  /** The same again, after `kill`. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

/** As the guard of every test: whoever hangs is ended, and no slow machine fails. */
const GUARD_MS = 20 * 60_000;

/** Whether a program answers to `--version` or the like. */
export const answers = (command: string, ...args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: "ignore", timeout: GUARD_MS }).status === 0;

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });

interface ServerOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly port: number;
  readonly env?: NodeJS.ProcessEnv;
  readonly patienceMs?: number;
}

const launch = async (options: ServerOptions) => {
  const { command, args, port, env, patienceMs = 5 * PATIENCE_MS } = options;
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  let said = "";
  const listen = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4_000);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const deadline = Date.now() + patienceMs;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      kill();
      throw new Error(`${command} does not serve port ${port}:\n${said}`);
    }
    await pause(50);
  }
  return {
    child,
    async end(how: "SIGTERM" | "SIGKILL") {
      process.removeListener("exit", kill);
      // A stopped process (SIGSTOP) heeds nothing else.
      child.kill("SIGCONT");
      child.kill(how);
      const late = setTimeout(kill, 3_000);
      await ended;
      clearTimeout(late);
    },
  };
};

/**
 * Starts a server and waits until its port takes connections; it ends with this process at the
 * latest.
 */
export const startServer = async (options: ServerOptions): Promise<RunningProcess> => {
  let running = await launch(options);
  return {
    signal: (signal) => void running.child.kill(signal),
    kill: () => running.end("SIGKILL"),
    async restart() {
      running = await launch(options);
    },
    stop: () => running.end("SIGTERM"),
  };
};

/** Runs a tool to its end and answers what it printed; throws with what it said when it fails. */
export const runTool = (
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...process.env, ...options.env },
    });
    let said = "";
    let printed = "";
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
    };
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      listen(chunk);
    });
    child.stderr.on("data", listen);
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`${command} ${args.join(" ")}:\n${said}`)),
    );
  });
