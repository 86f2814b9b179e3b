import { openInstallation } from "@sogoc/host/engines";
import { allModels } from "@sogoc/standalone/all-read-models";
import { rebuildModels } from "../rebuild-models.ts";
import { migrate } from "./migrate.ts";
import { sidesFrom } from "./sides.ts";

/**
 * Moves an installation, and builds its read models at the target, so that services start with the
 * same figures.
 */
export const migrateInstallation = async (options: {
  readonly from: string;
  readonly to: string;
  readonly readModels: boolean;
}): Promise<void> => {
  const sides = sidesFrom(options);
  const from = await openInstallation(sides.from);
  try {
    const { to: target } = sides;
    // Secrets come last: where an earlier run was stopped before, they are not there yet.
    const to = await openInstallation(
      target.engine === "embedded"
        ? { engine: "embedded", folder: target.folder, acceptLostSecrets: true }
        : target,
    );
    try {
      await migrate(from, to);
      const { store, readModelsOf } = to;
      if (options.readModels) await rebuildModels({ models: allModels, store, readModelsOf });
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
};
