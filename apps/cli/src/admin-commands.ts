import { existsSync } from "node:fs";
import { resetAdministrator } from "@sogoc/accounts";
import { CommandRejected, systemClock } from "@sogoc/core";
import { dataFiles } from "@sogoc/embedded";
import { openInstallation } from "@sogoc/host/engines";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { sideFrom } from "./migrate/sides.ts";

/**
 * For whoever can open the data when no administrator can sign in any more. Prints the new
 * temporary password.
 */
export const resetAdmin = async (signInName: string, data: string): Promise<void> => {
  const side = sideFrom(data);
  if (side.engine === "embedded" && !existsSync(dataFiles(side.folder).events))
    throw new CommandFailed(`Không có dữ liệu ở ${data} / no store in ${data}`, exitCodes.usage);
  const { store, secrets, close } = await openInstallation(side);
  try {
    const ports = { store, secrets, clock: systemClock, newId: () => crypto.randomUUID() };
    const password = await resetAdministrator(ports, { signInName });
    console.log(`Tài khoản quản trị / administrator: ${signInName}`);
    console.log(`Mật khẩu tạm / temporary password: ${password}`);
  } catch (error) {
    if (!(error instanceof CommandRejected)) throw error;
    const ended = "Tài khoản này đã hết hạn, hãy chọn tên khác / this account has ended, choose another name";
    throw new CommandFailed(ended, exitCodes.notInOrder);
  } finally {
    await close();
  }
};
