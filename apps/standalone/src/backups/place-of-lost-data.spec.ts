import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { backup } from "@sogoc/embedded";
import { afterEach, beforeEach, expect, it } from "vitest";
import { requireNoLostData } from "./place-of-lost-data.ts";
import { openSmallFolder } from "./testing/small-folder.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "sogoc-lost-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("makes no new installation where the backups are those of one whose data is away", async () => {
  const [data, place, away] = [join(root, "data"), join(root, "place"), join(root, "not mounted")];
  const { engines } = await openSmallFolder(data);
  await engines.close();
  const { manifest } = await backup({ from: data, to: place, program: "0.1.0" });
  await expect(requireNoLostData(away, place)).rejects.toThrow(manifest.installation.slice(0, 12));
  await expect(requireNoLostData(away, place)).rejects.toThrow(`restore ${place} --data '${away}'`);
  writeFileSync(join(place, "sogoc-backups.json"), "rác");
  await expect(requireNoLostData(away, place)).rejects.toThrow("holds the backups of an installation (?)");
  // Its own data, a place that holds nothing yet, and none at all.
  await expect(requireNoLostData(data, place)).resolves.toBeUndefined();
  await expect(requireNoLostData(away, join(root, "empty"))).resolves.toBeUndefined();
  await expect(requireNoLostData(away, undefined)).resolves.toBeUndefined();
});
