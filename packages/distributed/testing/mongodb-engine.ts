import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached, type Engine, findEngine } from "./engine.ts";
import { answers, freePort, runTool, startServer } from "./processes.ts";

const FERRETDB = "ferretdb-v1.24.2";
const MONGODB_IMAGE = "mongo:8.0.15";
const fixture = fileURLToPath(new URL("./ferretdb/", import.meta.url));

const build = (): Promise<string> =>
  cached(FERRETDB, async (folder) => {
    for (const name of ["main.go", "go.mod", "go.sum"])
      await copyFile(join(fixture, name), join(folder, name));
    // go.sum pins what is downloaded; -mod=readonly refuses anything else.
    await runTool("go", ["build", "-mod=readonly", "-trimpath", "-o", "ferretdb", "."], { cwd: folder });
  });

/** FerretDB on SQLite: the MongoDB wire protocol without transactions. */
const local = async (): Promise<Engine | string> => {
  if (!answers("go", "version")) return "and there is no Go to build FerretDB with";
  const folder = await build();
  const data = await mkdtemp(join(tmpdir(), "sogoc-ferretdb-"));
  const port = await freePort();
  const server = await startServer({
    command: join(folder, "ferretdb"),
    args: [`127.0.0.1:${port}`, data],
    port,
    env: { DO_NOT_TRACK: "1" },
  });
  return {
    url: `mongodb://127.0.0.1:${port}/`,
    what: `${FERRETDB} on SQLite, built here`,
    signal: (signal) => void server.child.kill(signal),
    async stop() {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
  };
};

/** A replica set of one, so that transactions are there. */
const container = async (): Promise<Engine> => {
  const { GenericContainer, Wait } = await import("testcontainers");
  const started = await new GenericContainer(MONGODB_IMAGE)
    .withCommand(["--replSet", "rs0", "--bind_ip_all"])
    .withExposedPorts(27_017)
    .withWaitStrategy(Wait.forLogMessage(/Waiting for connections/))
    .start();
  await started.exec([
    "mongosh",
    "--quiet",
    "--eval",
    "rs.initiate(); while (!db.hello().isWritablePrimary) sleep(50)",
  ]);
  return {
    url: `mongodb://${started.getHost()}:${started.getMappedPort(27_017)}/?directConnection=true`,
    what: `${MONGODB_IMAGE} in Docker`,
    stop: async () => void (await started.stop()),
  };
};

export const findMongoEngine = (): Promise<Engine | undefined> =>
  findEngine({ name: "MongoDB", variable: "SOGOC_TEST_MONGODB_URL", container, local });
