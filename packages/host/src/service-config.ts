import { z } from "zod";
import { readSettings, WrongConfiguration } from "./environment.ts";
import { findNetworkFaults, NetworkEnvironment } from "./network/network-settings.ts";
import { SECOND_FACTOR_MEANING, SecondFactorSetting } from "./second-factor-setting.ts";
import { UploadQuota } from "./upload-quota.ts";

const Flag = z.stringbool();
const Count = z.coerce.number().int().min(1);

/** Every setting of a service that runs as a process of its own. */
export const ServiceEnvironment = z.object({
  ...NetworkEnvironment,
  LOG_LEVEL: z
    .enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"])
    .default("info")
    .describe("How much is logged"),
  SOGOC_EVENTSTORE_URL: z
    .string()
    .startsWith("esdb", "phải bắt đầu bằng / must begin with esdb:// or esdb+discover://")
    .describe("EventStoreDB, e.g. esdb://eventstore:2113?tls=false"),
  SOGOC_EVENTSTORE_NAMESPACE: z
    .string()
    .regex(/^[a-z0-9]+$/, "chỉ gồm a–z và 0–9 / only a–z and 0–9")
    .optional()
    .describe(
      "Put before stream and type names, to share a server with other installations; without it `sogoc`, and nothing where 0.2 wrote",
    ),
  SOGOC_KAFKA_BROKERS: z.string().min(1).describe("Brokers as host:port, divided by commas"),
  SOGOC_KAFKA_PREFIX: z
    .string()
    .regex(/^[a-z0-9.-]+$/, "chỉ gồm a–z, 0–9, dấu chấm và gạch ngang / only a–z, 0–9, . and -")
    .default("sogoc")
    .describe("Put before topics and consumer groups"),
  SOGOC_KAFKA_PARTITIONS: Count.default(6).describe(
    "Partitions of a topic when it is created; never changed later",
  ),
  SOGOC_KAFKA_REPLICAS: Count.default(1).describe("Copies of each partition when a topic is created"),
  SOGOC_KAFKA_TLS: Flag.default(false).describe("Speak TLS with the brokers"),
  SOGOC_KAFKA_USER: z.string().optional().describe("User name (SASL SCRAM-SHA-512)"),
  SOGOC_KAFKA_PASSWORD: z.string().optional().describe("Password of that user"),
  SOGOC_MONGODB_URL: z
    .string()
    .startsWith("mongodb", "phải bắt đầu bằng / must begin with mongodb:// or mongodb+srv://")
    .describe("MongoDB, e.g. mongodb://mongo:27017/?replicaSet=rs0"),
  SOGOC_MONGODB_DATABASE: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, "tối đa 40 chữ a–z, 0–9, gạch ngang / at most 40 of a–z, 0–9 and -")
    .default("sogoc")
    .describe("Beginning of the databases' names"),
  SOGOC_JWKS_URL: z
    .url()
    .optional()
    .describe("Public keys of the accounts service; every other service needs it"),
  SOGOC_FIRST_ADMIN: z
    .string()
    .default("admin")
    .describe("Sign-in name of the first administrator, whose password is printed once; accounts only"),
  SOGOC_SIGN_INS_PER_MINUTE: Count.default(10).describe(
    "Sign-in attempts per minute and address; accounts only",
  ),
  SOGOC_SECOND_FACTOR: SecondFactorSetting.default("administrators").describe(SECOND_FACTOR_MEANING),
  SOGOC_UPLOAD_QUOTA_MB: UploadQuota,
  SOGOC_CLOCK_ACCEPTED: z.coerce
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      "Position of the event up to which the log was dated by a clock that was ahead: the clock of now is right",
    ),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url()
    .optional()
    .describe("Where traces are sent (OpenTelemetry, OTLP over http); without it nothing is traced"),
  SOGOC_TRACE_SHARE: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe("Share of traces that are kept, 0 to 1"),
});

export type ServiceSettings = z.infer<typeof ServiceEnvironment>;

/**
 * What is wrong with the account at the brokers; undefined where both halves of it are given, or
 * neither.
 */
export const findKafkaAccountFault = (
  settings: Pick<ServiceSettings, "SOGOC_KAFKA_USER" | "SOGOC_KAFKA_PASSWORD">,
): string | undefined =>
  (settings.SOGOC_KAFKA_USER === undefined) === (settings.SOGOC_KAFKA_PASSWORD === undefined)
    ? undefined
    : "SOGOC_KAFKA_USER, SOGOC_KAFKA_PASSWORD: đặt cả hai hoặc không đặt / both or neither";

/** Throws `WrongConfiguration` with every setting that is wrong or missing. */
export const readServiceSettings = (service: string, environment: NodeJS.ProcessEnv): ServiceSettings => {
  const settings = readSettings(ServiceEnvironment, environment);
  const faults: string[] = [];
  if (service !== "accounts" && settings.SOGOC_JWKS_URL === undefined)
    faults.push("SOGOC_JWKS_URL: dịch vụ nào cũng cần, trừ accounts / every service but accounts needs it");
  faults.push(...findNetworkFaults(settings, { mayBeOwn: false }));
  const accountFault = findKafkaAccountFault(settings);
  if (accountFault !== undefined) faults.push(accountFault);
  if (faults.length > 0) throw new WrongConfiguration(faults);
  return settings;
};
