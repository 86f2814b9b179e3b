import {
  type Blobs,
  type Clock,
  type EventStore,
  type ReadModels,
  type Secrets,
  type ServicePorts,
  systemClock,
} from "@sogoc/core";
import type {
  ComparedTopic,
  DistributedOptions,
  EngineHealth,
  openDistributedStores,
  PreparedRights,
  RelayStatus,
} from "@sogoc/distributed";
import {
  dataFiles,
  type EmbeddedNotices,
  furthestSeen,
  openEmbedded,
  openSqliteSecrets,
  requireSecrets,
  secretsDamage,
  setSecretsAside,
  sweepBlobs,
  WrittenByAnother,
} from "@sogoc/embedded";

/** Which engines stand behind the ports. The only place in the code base that knows. */
export type EngineConfig = EmbeddedConfig | DistributedConfig;

interface EmbeddedConfig {
  readonly engine: "embedded";
  /** Folder that holds everything. */
  readonly folder: string;
  readonly clock?: Clock | undefined;
  readonly notices?: EmbeddedNotices | undefined;
  /**
   * Makes the secrets anew where those of the log's accounts are gone: for whoever gives new ones,
   * or brings them.
   */
  readonly acceptLostSecrets?: boolean | undefined;
}

interface DistributedConfig extends DistributedOptions {
  readonly engine: "distributed";
  readonly clock?: Clock | undefined;
}

export interface Engines extends ServicePorts {
  /** Each engine, with what is wrong with it at the moment. */
  readonly health: readonly EngineHealth[];
  /** How the publishing of this service's events goes, where that is a process of its own. */
  readonly relay?: (() => RelayStatus) | undefined;
  /**
   * Removes stored files that no event names; answers how many. Of services that share one place
   * only one has it.
   */
  readonly sweep?: (() => Promise<number>) | undefined;
  readonly close: () => Promise<void>;
}

const openSecrets = async (file: string) => openSqliteSecrets({ file });

const openOnOneMachine = async ({
  folder,
  clock = systemClock,
  notices = {},
  acceptLostSecrets = false,
}: EmbeddedConfig): Promise<Engines> => {
  // Before anything is opened, since what is opened is made where it is not there.
  if (!acceptLostSecrets) requireSecrets(folder);
  const embedded = await openEmbedded({ folder, notices });
  const { secrets: secretsFile } = dataFiles(folder);
  // Only now nobody else has the folder open.
  if (acceptLostSecrets && secretsDamage(secretsFile) !== undefined)
    setSecretsAside(secretsFile, clock.now());
  const secrets = await openSecrets(secretsFile).catch(async (error: unknown) => {
    // Whoever tries again in this process must not meet their own lock.
    await embedded.close();
    throw error;
  });
  const { store, blobs } = embedded;
  return {
    ...embedded,
    secrets,
    clock,
    newId: () => crypto.randomUUID(),
    health: [storeHealth(store)],
    sweep: () => sweepBlobs({ store, blobs, seen: () => furthestSeen(folder).position }),
    async close() {
      await embedded.close();
      await secrets.close();
    },
  };
};

/** Whether the log of one machine can be read and is this process's alone to write. */
export const storeHealth = (store: Pick<EventStore, "head">): EngineHealth => ({
  name: "event-store",
  findFault: () =>
    store.head().then(
      () => undefined,
      (error) => (error instanceof WrittenByAnother ? "another program writes to it" : "cannot be read"),
    ),
});

/** The drivers of three servers; one machine starts without reading them. */
const loadDistributed = () => import("@sogoc/distributed");

/** Whose exports make what is to be swept: it sweeps the place that all services share. */
const SWEEPING_SERVICE = "reporting";

/** Throws where an engine is away, or is another copy than the others have seen. */
const requireNoFault = async (health: readonly EngineHealth[]): Promise<void> => {
  for (const { name, findFault } of health) {
    const fault = await findFault();
    if (fault !== undefined) throw new Error(`${name}: ${fault}`);
  }
};

const openDistributedEngines = async (config: DistributedConfig): Promise<Engines> => {
  const { openDistributed } = await loadDistributed();
  const { relay, ...engines } = await openDistributed(config);
  const { clock = systemClock } = config;
  const { store, blobs, health } = engines;
  const sweep = async () => {
    await requireNoFault(health);
    return sweepBlobs({ store, blobs });
  };
  return {
    ...engines,
    clock,
    newId: () => crypto.randomUUID(),
    relay: () => relay.status(),
    sweep: config.service === SWEEPING_SERVICE ? sweep : undefined,
  };
};

export const openEngines = (config: EngineConfig): Promise<Engines> =>
  config.engine === "embedded" ? openOnOneMachine(config) : openDistributedEngines(config);

/**
 * What a whole installation keeps, opened while none of its services runs: for moving it to other
 * engines.
 */
export interface Installation {
  readonly store: EventStore;
  readonly blobs: Blobs;
  readonly secrets: Secrets;
  /** Where a service's read models are built. */
  readonly readModelsOf: (service: string) => Promise<ReadModels>;
  /** Services that run although they should not; undefined where that cannot be told. */
  readonly findRunning: () => Promise<readonly string[] | undefined>;
  /** Each topic beside the log; undefined where there are none. */
  readonly compareTopics: () => Promise<readonly ComparedTopic[] | undefined>;
  readonly close: () => Promise<void>;
}

export type InstallationConfig =
  | Pick<EmbeddedConfig, "engine" | "folder" | "acceptLostSecrets">
  | ({ readonly engine: "distributed" } & Parameters<typeof openDistributedStores>[0]);

/** Throws when a program writes to the folder, or an engine does not answer. */
export const openInstallation = async (config: InstallationConfig): Promise<Installation> => {
  if (config.engine === "embedded") {
    const { readModels, ...engines } = await openOnOneMachine(config);
    // The folder's own lock has shut out everybody else.
    return {
      ...engines,
      readModelsOf: async () => readModels,
      findRunning: async () => [],
      compareTopics: async () => undefined,
    };
  }
  const distributed = await loadDistributed();
  return distributed.openDistributedStores(config);
};

/**
 * Makes the services' account at an EventStoreDB, which can append and read and delete nothing.
 * Both are connection strings with name and password.
 */
export const prepareEventStore = async (options: {
  readonly administrator: string;
  readonly services: string;
}): Promise<PreparedRights> => {
  const { prepareRights } = await loadDistributed();
  return prepareRights(options);
};
