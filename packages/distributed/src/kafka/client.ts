import { Kafka, type KafkaConfig, logLevel, type SASLOptions } from "kafkajs";

export interface KafkaOptions {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: boolean | undefined;
  readonly sasl?: SASLOptions | undefined;
}

/**
 * A client that tries again for ever, with at most five seconds between: a broker that is away
 * comes back.
 */
export const createKafka = ({ brokers, clientId, ssl = false, sasl }: KafkaOptions): Kafka => {
  // It warns at every start about a partitioner that nobody used before.
  process.env["KAFKAJS_NO_PARTITIONER_WARNING"] = "1";
  const config: KafkaConfig = {
    brokers: [...brokers],
    clientId,
    ssl,
    logLevel: logLevel.NOTHING,
    connectionTimeout: 3_000,
    requestTimeout: 15_000,
    retry: { initialRetryTime: 30, maxRetryTime: 5_000, retries: 12 },
  };
  if (sasl) config.sasl = sasl;
  return new Kafka(config);
};
