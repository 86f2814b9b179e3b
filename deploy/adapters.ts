import { type Clock, type ServicePorts, systemClock } from "@sogoc/core";
import { type BusNotices, dataFiles, openEmbedded, openSqliteSecrets } from "@sogoc/embedded";

/** Which engines stand behind the ports. The only place in the code base that knows. */
export interface EngineConfig {
  readonly engine: "embedded";
  /** Folder that holds everything. */
  readonly folder: string;
  readonly clock?: Clock;
  readonly notices?: BusNotices;
}

export const openEngines = async (
  config: EngineConfig,
): Promise<ServicePorts & { readonly close: () => Promise<void> }> => {
  const { folder, clock = systemClock, notices = {} } = config;
  const embedded = await openEmbedded({ folder, notices });
  const secrets = openSqliteSecrets({ file: dataFiles(folder).secrets });
  return {
    ...embedded,
    secrets,
    clock,
    newId: () => crypto.randomUUID(),
    async close() {
      await embedded.close();
      await secrets.close();
    },
  };
};
