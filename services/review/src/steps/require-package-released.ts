import { exportReading, exportStatusOf, requireReady } from "@sogoc/access";
import type { CommandHandler } from "@sogoc/core";
import type { ExportReader } from "../read-models/exports.ts";

interface RequirePackageReleasedDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly exports: ExportReader;
}

/**
 * Throws what `unreadableRefusals` names where the export waits for a second person, was declined
 * or has expired: nobody hands over what nobody may read.
 */
export const requirePackageReleased = async (
  { commands, exports }: RequirePackageReleasedDependencies,
  exportId: string,
  now: Date,
): Promise<void> => {
  const made = await exports.find(exportId);
  // An unknown export is refused elsewhere.
  if (!made) return;
  const { state } = await commands.load(exportReading, exportId);
  requireReady(exportStatusOf(made, state, { now, handedOver: false }));
};
