import { existsSync } from "node:fs";
import { replaceSigningKeys } from "@sogoc/accounts";
import { DamagedSecret, type Secrets, systemClock } from "@sogoc/core";
import { dataFiles, verifySecrets } from "@sogoc/embedded";
import { EXPORT_KEY_NAME, PASSWORD_PREFIX, secondFactorName } from "@sogoc/events";
import { openInstallation } from "@sogoc/host/engines";
import { getInstallationKey } from "@sogoc/http";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { sideFrom } from "./migrate/sides.ts";

const FACTOR_PREFIX = secondFactorName("");

/**
 * Removes the keys that are not what was written, so that the next start makes new ones. Passwords
 * stay as they are: an administrator issues those anew.
 */
const removeDamagedKeys = async (folder: string, secrets: Secrets): Promise<readonly string[]> => {
  const found = await verifySecrets(folder);
  if ("damage" in found) return [];
  const isOfAccount = (name: string) => name.startsWith(PASSWORD_PREFIX) || name.startsWith(FACTOR_PREFIX);
  const removed = found.unreadable.filter((name) => !isOfAccount(name));
  for (const name of removed) await secrets.remove(name);
  if (removed.includes(EXPORT_KEY_NAME) || (await secrets.find(EXPORT_KEY_NAME)) === undefined)
    return removed;
  // One of an earlier program tells of its damage only when it is used.
  try {
    await getInstallationKey(secrets, EXPORT_KEY_NAME);
    return removed;
  } catch (error) {
    if (!(error instanceof DamagedSecret)) throw error;
    await secrets.remove(EXPORT_KEY_NAME);
    return [...removed, EXPORT_KEY_NAME];
  }
};

/**
 * Ends what a copied signing key is good for: nothing that the old keys sign is taken any more.
 * Keys that the disk has damaged are made anew with it.
 */
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
    const removed = side.engine === "embedded" ? await removeDamagedKeys(side.folder, secrets) : [];
    for (const name of removed) console.log(`Đã bỏ khóa hỏng / removed a damaged key: ${name}`);
    if (removed.length > 0)
      console.log(
        [
          "Lần mở sau tạo khóa mới thay vào: khóa ký gói bàn giao (export-key) thì hãy báo nơi nhận; chứng thư gốc riêng (SOGOC_HTTPS=own) thì phải tin lại trên mọi máy.",
          "The next start makes new ones: of the key of packages (export-key) tell who receives them; an own authority (SOGOC_HTTPS=own) has to be trusted anew on every device.",
        ].join("\n"),
      );
  } finally {
    await close();
  }
};
