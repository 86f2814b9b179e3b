import { hasEnded } from "@sogoc/access";
import { allPages, type CommandContext, systemActor, uuidFrom } from "@sogoc/core";
import type { Dependencies } from "../dependencies.ts";
import { type ExportCommand, exportDecider } from "../domain/export.ts";
import { wasHandedOver } from "../steps/load-export-status.ts";

/** Nobody asks for it: the time is over. */
const SYSTEM = systemActor("vn");

/**
 * Says of every export whose time is over that its files are gone; what stores them removes them
 * then. A package that was handed over stays stored. Answers how many ended.
 */
export const expireExports = async (
  dependencies: Dependencies<"clock" | "commands" | "exportDecisions" | "exports" | "handovers">,
): Promise<number> => {
  // Files do not come back. Nobody reads those whose time is over meanwhile.
  if (dependencies.clock.isDoubtful?.()) return 0;
  const now = dependencies.clock.now();
  let ended = 0;
  for await (const page of allPages(dependencies.exports, {})) {
    const due = page.filter((one) => hasEnded(one, now));
    const decisions = await dependencies.exportDecisions.findMany(due.map(({ id }) => id));
    for (const { id: exportId, bookId, unitId, manifestSha256 } of due) {
      if (typeof decisions.get(exportId)?.expiredAt === "string") continue;
      if (await wasHandedOver(dependencies, bookId, manifestSha256)) continue;
      const command: ExportCommand = { type: "ExpireExport", data: { exportId, bookId, unitId } };
      const commandId = uuidFrom(exportId, "expired");
      const context: CommandContext = { actor: SYSTEM, at: now, commandId, correlationId: commandId };
      const { events } = await dependencies.commands.handle(exportDecider, exportId, command, context);
      ended += events.length;
    }
  }
  return ended;
};
