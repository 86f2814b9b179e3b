import { existsSync } from "node:fs";
import { replaceSigningKeys } from "@sogoc/accounts";
import { systemClock } from "@sogoc/core";
import { dataFiles } from "@sogoc/embedded";
import { openInstallation } from "@sogoc/host/engines";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { sideFrom } from "./migrate/sides.ts";

/** Ends what a copied signing key is good for: nothing that the old keys sign is taken any more. */
export const renewKeys = async (data: string): Promise<void> => {
  const side = sideFrom(data);
  if (side.engine === "embedded" && !existsSync(dataFiles(side.folder).events))
    throw new CommandFailed(`Không có dữ liệu ở ${data} / no store in ${data}`, exitCodes.usage);
  const { secrets, close } = await openInstallation(side);
  try {
    await replaceSigningKeys(secrets, systemClock);
    console.log(
      "Khóa ký mới; khóa cũ không còn giá trị, không ai phải đăng nhập lại / a new signing key; the old ones are of no use, nobody has to sign in again",
    );
  } finally {
    await close();
  }
};
