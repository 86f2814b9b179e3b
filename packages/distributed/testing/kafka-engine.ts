import { imageOf, outagesOf } from "./container.ts";
import { type Engine, findEngine } from "./engine.ts";
import { KAFKA, kafkaJars, startBrokers, whyNoBroker } from "./kafka-broker.ts";
import { freePort } from "./processes.ts";

const local = async (): Promise<Engine | string> => {
  const why = whyNoBroker();
  if (why !== undefined) return why;
  const ports = { port: await freePort(), controllerPort: await freePort() };
  const { brokers, stop } = await startBrokers(await kafkaJars(), [ports]);
  const [broker] = brokers;
  if (!broker) throw new Error("no broker");
  return {
    url: `127.0.0.1:${broker.port}`,
    what: `Apache ${KAFKA}, a broker from Maven's jars`,
    pause: async () => broker.signal("SIGSTOP"),
    resume: async () => broker.signal("SIGCONT"),
    kill: broker.kill,
    restart: broker.restart,
    stop,
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
