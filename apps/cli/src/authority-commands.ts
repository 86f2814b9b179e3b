import { existsSync } from "node:fs";
import { systemClock } from "@sogoc/core";
import { dataFiles } from "@sogoc/embedded";
import { openInstallation } from "@sogoc/host/engines";
import { givenSettings } from "@sogoc/host/environment";
import { renewOfficeAuthority } from "@sogoc/host/network/office-authority";
import { getOfficeNames, namesFrom } from "@sogoc/host/network/office-names";
import { asWindowsShows } from "@sogoc/host/network/trust-pages";
import { CommandFailed, exitCodes } from "./exit-codes.ts";

/**
 * Makes a new authority for the office, for names that the old one was not made for or after its
 * key was seen by others. Every device has to trust anew.
 */
export const newAuthority = async (data: string, names: readonly string[]): Promise<void> => {
  if (!existsSync(dataFiles(data).events))
    throw new CommandFailed(`Không có dữ liệu ở ${data} / no store in ${data}`, exitCodes.usage);
  const { SOGOC_NAMES: ofServer } = givenSettings(process.env);
  const office = getOfficeNames([...names, ...namesFrom(ofServer)]);
  const { secrets, close } = await openInstallation({ engine: "embedded", folder: data });
  try {
    const { fingerprint, sha1 } = await renewOfficeAuthority({ secrets, clock: systemClock, office });
    console.log("Chứng thư gốc mới; mọi máy phải tin lại / a new root; every device has to trust it anew:");
    console.log(`  SHA-256 ${fingerprint}\n  SHA-1   ${asWindowsShows(sha1)}   (Windows: Thumbprint)`);
    console.log(`  ${[...office.names, ...office.addresses].join(", ")}`);
  } finally {
    await close();
  }
};
