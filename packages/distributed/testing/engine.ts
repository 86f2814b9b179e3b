import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { answers } from "./processes.ts";

/** An engine that tests can talk to. */
export interface Engine {
  readonly url: string;
  /** What it is, for the line that the tests print. */
  readonly what: string;
  /** Where the tests own it: holds it still, with its connections open, and lets it go on. */
  readonly pause?: () => Promise<void>;
  readonly resume?: () => Promise<void>;
  /**
   * Ends it as a power cut would, and starts it again at the same place with what is on its disk.
   */
  readonly kill?: () => Promise<void>;
  readonly restart?: () => Promise<void>;
  stop(): Promise<void>;
}

const cacheFolder =
  process.env["SOGOC_ENGINE_CACHE"] ?? fileURLToPath(new URL("../../../.data/engines", import.meta.url));

/** Makes a folder of the cache once; a build that breaks off leaves nothing behind. */
export const cached = async (name: string, build: (folder: string) => Promise<void>): Promise<string> => {
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const temporary = await mkdtemp(`${folder}-`);
  try {
    await build(temporary);
    await rename(temporary, folder);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    // Another test file may have built the same meanwhile.
    if (!existsSync(folder)) throw error;
  }
  return folder;
};

const dockerAnswers = (): boolean => answers("docker", "info", "--format", "{{.ServerVersion}}");

/**
 * Looks for an engine: its URL in the environment, Docker, a local copy; else says in one line what
 * is skipped and why. A Docker engine that answers and cannot get the image is as good as none.
 */
export const findEngine = async (options: {
  readonly name: string;
  readonly variable: string;
  readonly container: () => Promise<Engine>;
  /** Answers why there can be none as a text. */
  readonly local: () => Promise<Engine | string>;
  readonly isDockerThere?: () => boolean;
}): Promise<Engine | undefined> => {
  const { name, variable, container, local, isDockerThere = dockerAnswers } = options;
  const url = process.env[variable];
  const say = (line: string) => process.stderr.write(`[${name}] ${line}\n`);
  if (url) {
    say(`${variable}=${url.replace(/\/\/[^@/]*@/, "//…@")}`);
    return { url, what: variable, stop: async () => {} };
  }
  let docker = "no Docker engine answers";
  const inDocker = async () => {
    if (!isDockerThere()) return undefined;
    return container().catch((error: unknown) => {
      docker = `Docker starts no container (${error instanceof Error ? error.message : String(error)})`;
      say(docker);
      return undefined;
    });
  };
  const found = (await inDocker()) ?? (await local());
  if (typeof found !== "string") {
    say(found.what);
    return found;
  }
  say(`SKIPPED: ${variable} is not set, ${docker}, ${found}`);
  return undefined;
};
