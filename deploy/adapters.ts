import { type Clock, type ServicePorts, systemClock } from "@sogoc/core";
import { dataFiles, openEmbedded, openSqliteSecrets } from "@sogoc/embedded";

/** Which engines stand behind the ports. The only place in the code base that knows. */
export interface EngineConfig {
  readonly engine: "embedded";
  /** Folder that holds everything. */
  readonly folder: string;
  readonly clock?: Clock;
  readonly onParked?: (place: {
    readonly consumer: string;
    readonly position: number;
    readonly reason: string;
  }) => void;
}

export const openEngines = async (
  config: EngineConfig,
): Promise<ServicePorts & { readonly close: () => Promise<void> }> => {
  const { folder, clock = systemClock, onParked } = config;
  const embedded = await openEmbedded({ folder, ...(onParked ? { onParked } : {}) });
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
