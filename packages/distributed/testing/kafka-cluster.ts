import { type Broker, java, KAFKA, kafkaJars, startBrokers, whyNoBroker } from "./kafka-broker.ts";
import { freePort, runTool } from "./processes.ts";

const SIZE = 3;

/** Three brokers that tests may kill and stop, and a reader of topics that nobody here wrote. */
export interface KafkaCluster {
  readonly urls: readonly string[];
  readonly brokers: readonly Broker[];
  /**
   * The values of all committed messages of a topic, partition after partition, as Apache's own
   * consumer reads them; it waits `silenceMs` for one more.
   */
  read(topic: string, partitions: number, silenceMs?: number): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Says in one line what is skipped and why, where three brokers cannot be had. */
export const findKafkaCluster = async (): Promise<KafkaCluster | undefined> => {
  const say = (line: string) => process.stderr.write(`[Kafka, three brokers] ${line}\n`);
  const why = whyNoBroker();
  if (why !== undefined) {
    say(`SKIPPED: three brokers are started from Maven's jars, ${why}`);
    return undefined;
  }
  const libs = await kafkaJars();
  const ports = [];
  for (let index = 0; index < SIZE; index++)
    ports.push({ port: await freePort(), controllerPort: await freePort() });
  const { brokers, stop } = await startBrokers(libs, ports);
  const urls = brokers.map(({ port }) => `127.0.0.1:${port}`);
  say(`Apache ${KAFKA}, from Maven's jars`);
  return {
    urls,
    brokers,
    async read(topic, partitions, silenceMs = 15_000) {
      const values: string[] = [];
      for (let partition = 0; partition < partitions; partition++) {
        const printed = await runTool(
          "java",
          java(
            libs,
            "org.apache.kafka.tools.consumer.ConsoleConsumer",
            ...["--bootstrap-server", urls.join(",")],
            ...["--topic", topic, "--partition", String(partition), "--offset", "earliest"],
            ...["--isolation-level", "read_committed", "--timeout-ms", String(silenceMs)],
          ),
        );
        values.push(...printed.split("\n").filter((line) => line !== ""));
      }
      return values;
    },
    stop,
  };
};
