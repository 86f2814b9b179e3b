import { statSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inWords, liesIn, listSets, openEmbedded, restore } from "@sogoc/embedded";
import { allModels } from "@sogoc/standalone/all-read-models";
import {
  explained,
  type RestoreCall,
  requireWhole,
  tellRestored,
  unsealFrom,
  withBar,
} from "./backup-commands.ts";
import { number } from "./counts.ts";
import { RESTORED, withDrillFolder } from "./drill-folder.ts";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { rebuildModels } from "./rebuild-models.ts";

/** Throws where the temporary place has no room for what is to be restored there. */
const requireRoom = async ({ from, set }: RestoreCall, place: string): Promise<void> => {
  const sets = await listSets(from);
  const chosen = set === undefined ? sets.at(-1) : sets.find(({ name }) => name === set);
  if (!chosen) return;
  const { files, blobs } = chosen.manifest;
  const needed = files.reduce((sum, { size }) => sum + size, blobs.bytes);
  const { bavail, bsize } = await statfs(place);
  // The log, and read models that are made of it, which are about as large.
  if (bavail * bsize > needed * 2) return;
  throw new CommandFailed(
    `${place} không đủ chỗ để diễn tập (${number(needed * 2)} bytes); --in <thư mục> / has no room for the drill; --in <folder>`,
    exitCodes.usage,
  );
};

/**
 * A restore for practice: into a temporary place, with every check and all read models, and away
 * again. Neither the backup nor any data folder is touched.
 */
export const drillBackup = async (options: RestoreCall & { readonly inside: string | undefined }) => {
  const { from, inside = tmpdir() } = options;
  if (liesIn(inside, from))
    throw new CommandFailed(
      `${inside} nằm trong nơi sao lưu; hãy chọn thư mục tạm khác (--in) / lies in the place of the backups; choose another temporary place (--in)`,
      exitCodes.usage,
    );
  if (!statSync(inside, { throwIfNoEntry: false })?.isDirectory())
    throw new CommandFailed(`${inside} không phải thư mục (--in) / is not a folder (--in)`, exitCodes.usage);
  await explained(() =>
    requireRoom(options, inside).catch((error: unknown) => {
      throw inWords(error, from);
    }),
  );
  await withDrillFolder(inside, async (place) => {
    const to = join(place, RESTORED);
    const report = await explained(async () => {
      const unseal = await unsealFrom(options.keyFile, from);
      return withBar("Diễn tập / drill", (onProgress) => restore({ ...options, to, unseal, onProgress }));
    });
    tellRestored(report, from);
    // No read model can be relied on, if any can be built.
    if (report.logFaults.length > 0) requireWhole(report);
    const { store, readModels, close } = await openEmbedded({ folder: to });
    try {
      // A line for each of some thirty would hide what was found.
      await rebuildModels({
        models: allModels,
        store,
        readModelsOf: async () => readModels,
        tell: () => {},
      });
    } finally {
      await close();
    }
    const built = allModels.reduce((sum, { projections }) => sum + projections.length, 0);
    console.log(`Đã dựng lại mọi số liệu / read models built from the log: ${built}`);
    requireWhole(report);
    console.log(
      `Diễn tập khôi phục đạt, không động đến dữ liệu nào / the drill has passed, nothing was touched: ${join(from, report.set ?? "")}`,
    );
  });
};
