import { createHash, randomBytes } from "node:crypto";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { imageOf, outagesOf } from "./container.ts";
import { cached, type Engine, findEngine } from "./engine.ts";
import { answers, freePort, runTool, startServer } from "./processes.ts";

const KAFKA = "kafka-4.1.0";
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

const download = (): Promise<string> =>
  cached(KAFKA, async (folder) => {
    await copyFile(join(fixture, "pom.xml"), join(folder, "pom.xml"));
    const libs = join(folder, "libs");
    await runTool("mvn", ["-q", "-B", "dependency:copy-dependencies", `-DoutputDirectory=${libs}`], {
      cwd: folder,
    });
    await verify(libs);
  });

/** One node in KRaft mode, small and quick to start. */
const properties = (port: number, controllerPort: number, data: string): string => `
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:${controllerPort}
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}
controller.listener.names=CONTROLLER
log.dirs=${data}/logs
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
`;

const java = (libs: string, ...args: readonly string[]): string[] => [
  "-Xmx512m",
  "-XX:TieredStopAtLevel=1",
  "-XX:+UseSerialGC",
  "-cp",
  `${libs}/*`,
  ...args,
];

const local = async (): Promise<Engine | string> => {
  if (!answers("java", "-version")) return "and there is no Java to run a broker with";
  if (!answers("mvn", "-v")) return "and there is no Maven to fetch a broker with";
  const libs = join(await download(), "libs");
  const data = await mkdtemp(join(tmpdir(), "sogoc-kafka-"));
  const [port, controllerPort] = [await freePort(), await freePort()];
  const settings = join(data, "server.properties");
  await writeFile(settings, properties(port, controllerPort, data));
  const cluster = randomBytes(16).toString("base64url");
  await runTool(
    "java",
    java(libs, "kafka.tools.StorageTool", "format", `--cluster-id=${cluster}`, "-c", settings),
  );
  const server = await startServer({ command: "java", args: java(libs, "kafka.Kafka", settings), port });
  return {
    url: `127.0.0.1:${port}`,
    what: `Apache ${KAFKA}, a broker from Maven's jars`,
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

/** The broker tells clients its own address, so that the port outside must be known before. */
const container = async (): Promise<Engine> => {
  const { GenericContainer, Wait } = await import("testcontainers");
  const [image, port] = [imageOf("kafka"), await freePort()];
  const started = await new GenericContainer(image)
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: "1",
      KAFKA_PROCESS_ROLES: "broker,controller",
      KAFKA_LISTENERS: "PLAINTEXT://0.0.0.0:9092,CONTROLLER://localhost:9093",
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
      KAFKA_CONTROLLER_QUORUM_VOTERS: "1@localhost:9093",
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: "1",
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: "1",
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
      KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: "1000",
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return {
    url: `127.0.0.1:${port}`,
    what: `${image} in Docker`,
    ...(await outagesOf(started)),
    stop: async () => void (await started.stop()),
  };
};

export const findKafkaEngine = (): Promise<Engine | undefined> =>
  findEngine({ name: "Kafka", variable: "SOGOC_TEST_KAFKA_BROKERS", container, local });
