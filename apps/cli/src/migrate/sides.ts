import { existsSync } from "node:fs";
import { dataFiles } from "@sogoc/embedded";
import type { InstallationConfig } from "@sogoc/host/engines";
import { readSettings, WrongConfiguration } from "@sogoc/host/environment";
import { findKafkaAccountFault, ServiceEnvironment } from "@sogoc/host/service-config";
import { requireRestored } from "../data-folder.ts";
import { CommandFailed, exitCodes } from "../exit-codes.ts";

/** What stands for the engines that the environment names; anything else is a data folder. */
export const DISTRIBUTED = "distributed";

const Settings = ServiceEnvironment.pick({
  SOGOC_EVENTSTORE_URL: true,
  SOGOC_EVENTSTORE_NAMESPACE: true,
  SOGOC_MONGODB_URL: true,
  SOGOC_MONGODB_DATABASE: true,
  SOGOC_KAFKA_PREFIX: true,
  SOGOC_KAFKA_TLS: true,
  SOGOC_KAFKA_USER: true,
  SOGOC_KAFKA_PASSWORD: true,
}).extend({ SOGOC_KAFKA_BROKERS: ServiceEnvironment.shape.SOGOC_KAFKA_BROKERS.optional() });

/** The same settings as the services', checked by name. Throws `WrongConfiguration`. */
export const distributedFrom = (environment: NodeJS.ProcessEnv): InstallationConfig => {
  const settings = readSettings(Settings, environment);
  const accountFault = findKafkaAccountFault(settings);
  if (accountFault !== undefined) throw new WrongConfiguration([accountFault]);
  const { SOGOC_EVENTSTORE_NAMESPACE: namespace, SOGOC_KAFKA_BROKERS: brokers } = settings;
  const { SOGOC_KAFKA_USER: username, SOGOC_KAFKA_PASSWORD: password } = settings;
  const known = username !== undefined && password !== undefined;
  return {
    engine: "distributed",
    eventStore: { url: settings.SOGOC_EVENTSTORE_URL, namespace },
    mongo: { url: settings.SOGOC_MONGODB_URL, database: settings.SOGOC_MONGODB_DATABASE },
    kafka:
      brokers === undefined
        ? undefined
        : {
            brokers: brokers.split(","),
            prefix: settings.SOGOC_KAFKA_PREFIX,
            ssl: settings.SOGOC_KAFKA_TLS,
            sasl: known ? { mechanism: "scram-sha-512" as const, username, password } : undefined,
          },
  };
};

/** A data folder, or the servers of the settings. */
export const sideFrom = (word: string): InstallationConfig =>
  word === DISTRIBUTED ? distributedFrom(process.env) : { engine: "embedded", folder: requireRestored(word) };

/**
 * From one machine to the servers or back. Throws for anything else, and for a folder that holds no
 * store.
 */
export const sidesFrom = (words: { readonly from: string; readonly to: string }) => {
  const [from, to] = [sideFrom(words.from), sideFrom(words.to)];
  if (from.engine === to.engine) {
    const hint = `--from <thư mục/folder> --to ${DISTRIBUTED}, --from ${DISTRIBUTED} --to <thư mục/folder>`;
    throw new CommandFailed(
      `Một bên là thư mục, một bên là / one side is a folder: ${hint}`,
      exitCodes.usage,
    );
  }
  if (from.engine === "embedded" && !existsSync(dataFiles(from.folder).events))
    throw new CommandFailed(
      `Không có dữ liệu ở ${from.folder} / no store in ${from.folder}`,
      exitCodes.usage,
    );
  return { from, to };
};
