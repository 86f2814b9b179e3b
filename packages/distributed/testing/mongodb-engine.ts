import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { imageOf, outagesOf } from "./container.ts";
import { cached, type Engine, findEngine } from "./engine.ts";
import { answers, freePort, runTool, startServer } from "./processes.ts";

const FERRETDB = "ferretdb-v1.24.2";
const fixture = fileURLToPath(new URL("./ferretdb/", import.meta.url));

/**
 * FerretDB 1.24 makes its index over `->"_id"` and then asks for `->'$._id'`, which SQLite takes for another expression: every
 * look-up by id goes through the whole collection. Asked for in the index's own words, it is found.
 */
const mendLookUpById = async (folder: string): Promise<void> => {
  const file = join(
    folder,
    "vendor/github.com/FerretDB/FerretDB/internal/backends/sqlite/metadata/metadata.go",
  );
  const source = await readFile(file, "utf8");
  const asked = `DefaultColumn + "->'$._id'"`;
  if (!source.includes(asked)) throw new Error("FerretDB's column for ids is not what it was.");
  await writeFile(
    file,
    source.replace(asked, () => 'DefaultColumn + `->"_id"`'),
  );
};

const build = (): Promise<string> =>
  cached(`${FERRETDB}-indexed`, async (folder) => {
    for (const name of ["main.go", "go.mod", "go.sum"])
      await copyFile(join(fixture, name), join(folder, name));
    // go.sum pins what is downloaded and copied.
    await runTool("go", ["mod", "vendor"], { cwd: folder });
    await mendLookUpById(folder);
    await runTool("go", ["build", "-mod=vendor", "-trimpath", "-o", "ferretdb", "."], { cwd: folder });
    await rm(join(folder, "vendor"), { recursive: true });
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
    what: `${FERRETDB} on SQLite, built here with its look-up by id mended`,
    pause: async () => server.signal("SIGSTOP"),
    resume: async () => server.signal("SIGCONT"),
    kill: server.kill,
    restart: server.restart,
    async stop() {
      await server.stop();
      await rm(data, { recursive: true, force: true });
    },
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
