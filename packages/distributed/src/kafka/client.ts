import { Kafka, type KafkaConfig, logLevel, type SASLOptions } from "kafkajs";

export interface KafkaOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: boolean | undefined;
  readonly sasl?: SASLOptions | undefined;
  /** How long a request waits for its answer; 15 seconds by default. */
  readonly requestTimeoutMs?: number | undefined;
}

/**
 * How long a relay waits for a broker that says nothing: longer than the others take to lead in its
 * place, and no longer, since everybody's read models wait with it.
 */
export const RELAY_REQUEST_MS = 4_000;

/**
 * A client that tries again for ever, with at most five seconds between: a broker that is away
 * comes back.
 */
export const createKafka = (options: KafkaOptions): Kafka => {
  const { brokers, clientId, ssl = false, sasl, requestTimeoutMs = 15_000 } = options;
  // It warns at every start about a partitioner that nobody used before.
  process.env["KAFKAJS_NO_PARTITIONER_WARNING"] = "1";
  const config: KafkaConfig = {
    brokers: [...brokers],
    clientId,
    ssl,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: requestTimeoutMs,
    retry: { initialRetryTime: 30, maxRetryTime: 5_000, retries: 12 },
  };
  if (sasl) config.sasl = sasl;
  return new Kafka(config);
};
