import { createHash, randomBytes } from "node:crypto";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cached } from "./engine.ts";
import { answers, type RunningProcess, runTool, startServer } from "./processes.ts";

export const KAFKA = "kafka-4.1.0";
const fixture = fileURLToPath(new URL("./kafka/", import.meta.url));

const verify = async (libs: string): Promise<void> => {
  const pinned = (await readFile(join(fixture, "libs.sha256"), "utf8")).trim().split("\n").sort();
  const found: string[] = [];
  for (const name of await readdir(libs)) {
    const sha256 = createHash("sha256")
      .update(await readFile(join(libs, name)))
      .digest("hex");
    found.push(`${sha256}  ${name}`);
  }
  if (found.sort().join("\n") !== pinned.join("\n"))
    throw new Error("The broker's jars are not those of libs.sha256.");
};

/** The folder with the jars of the broker and of Apache's own tools, fetched once. */
export const kafkaJars = async (): Promise<string> =>
  join(
    await cached(`${KAFKA}-with-tools`, async (folder) => {
      await copyFile(join(fixture, "pom.xml"), join(folder, "pom.xml"));
      const libs = join(folder, "libs");
      await runTool("mvn", ["-q", "-B", "dependency:copy-dependencies", `-DoutputDirectory=${libs}`], {
        cwd: folder,
      });
      await verify(libs);
    }),
    "libs",
  );

/** Why no broker can be run here; undefined where one can. */
export const whyNoBroker = (): string | undefined => {
  if (!answers("java", "-version")) return "and there is no Java to run a broker with";
  if (!answers("mvn", "-v")) return "and there is no Maven to fetch a broker with";
  return undefined;
};

export const java = (libs: string, ...args: readonly string[]): string[] => [
  "-Xmx512m",
  "-XX:TieredStopAtLevel=1",
  "-XX:+UseSerialGC",
  "-cp",
  `${libs}/*`,
  ...args,
];

export interface BrokerPorts {
  readonly port: number;
  readonly controllerPort: number;
}

/** One node in KRaft mode, broker and controller, small and quick to start. */
const properties = (all: readonly BrokerPorts[], index: number, data: string): string => {
  const own = all[index];
  const copies = Math.min(3, all.length);
  return `
process.roles=broker,controller
node.id=${index + 1}
controller.quorum.voters=${all.map(({ controllerPort }, other) => `${other + 1}@127.0.0.1:${controllerPort}`).join(",")}
listeners=PLAINTEXT://127.0.0.1:${own?.port},CONTROLLER://127.0.0.1:${own?.controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${own?.port}
controller.listener.names=CONTROLLER
log.dirs=${data}/logs
auto.create.topics.enable=false
default.replication.factor=${copies}
min.insync.replicas=${copies === 3 ? 2 : 1}
offsets.topic.replication.factor=${copies}
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=${copies}
transaction.state.log.min.isr=${copies === 3 ? 2 : 1}
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
broker.session.timeout.ms=5000
broker.heartbeat.interval.ms=1000
`;
};

export interface Broker extends RunningProcess {
  readonly port: number;
}

/** Starts all nodes of a cluster, of one or of three, each with a folder of its own. */
export const startBrokers = async (
  libs: string,
  all: readonly BrokerPorts[],
): Promise<{ readonly brokers: readonly Broker[]; stop(): Promise<void> }> => {
  const data = await mkdtemp(join(tmpdir(), "sogoc-kafka-"));
  const cluster = randomBytes(16).toString("base64url");
  const format = async (_: BrokerPorts, index: number) => {
    const settings = join(data, `server-${index}.properties`);
    await writeFile(settings, properties(all, index, join(data, String(index))));
    await runTool(
      "java",
      java(libs, "kafka.tools.StorageTool", "format", `--cluster-id=${cluster}`, "-c", settings),
    );
    return settings;
  };
  const settings = await Promise.all(all.map(format));
  // Together: a node waits for a majority before it serves.
  const brokers = await Promise.all(
    all.map(async ({ port }, index) => {
      const args = java(libs, "kafka.Kafka", settings[index] ?? "");
      const server = await startServer({ command: "java", args, port });
      return { ...server, port };
    }),
  );
  return {
    brokers,
    async stop() {
      await Promise.all(brokers.map((broker) => broker.stop()));
      await rm(data, { recursive: true, force: true });
    },
  };
};
