import { existsSync } from "node:fs";
import { endAuditor, resetAdministrator } from "@sogoc/accounts";
import { CommandRejected, systemClock } from "@sogoc/core";
import { dataFiles, findSecretsLoss } from "@sogoc/embedded";
import { openInstallation } from "@sogoc/host/engines";
import { showOnce } from "@sogoc/host/shown-once";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { sideFrom } from "./migrate/sides.ts";

/** The installation at a place that has one. */
const openAt = (data: string, acceptLostSecrets: boolean) => {
  const side = sideFrom(data);
  if (side.engine !== "embedded") return openInstallation(side);
  if (!existsSync(dataFiles(side.folder).events))
    throw new CommandFailed(`Không có dữ liệu ở ${data} / no store in ${data}`, exitCodes.usage);
  return openInstallation({ engine: "embedded", folder: side.folder, acceptLostSecrets });
};

/** Ends the roles of an auditor whom nobody in the application may touch. */
export const endAuditorRoles = async (signInName: string, data: string, reason: string): Promise<void> => {
  const { store, close } = await openAt(data, false);
  try {
    const ended = await endAuditor(
      { store, clock: systemClock, newId: () => crypto.randomUUID() },
      { signInName, reason },
    );
    console.log(`Đã thu hồi ${ended} vai trò kiểm toán / auditor roles ended: ${ended}`);
  } catch (error) {
    if (!(error instanceof CommandRejected)) throw error;
    throw new CommandFailed("Không có tài khoản này / no such account", exitCodes.usage);
  } finally {
    await close();
  }
};

/**
 * For whoever can open the data when no administrator can sign in any more. Prints the new
 * temporary password. `acceptLostSecrets`: nobody's password nor any key is left, and none is
 * expected to come back.
 */
export const resetAdmin = async (
  signInName: string,
  data: string,
  { acceptLostSecrets }: { readonly acceptLostSecrets: boolean },
): Promise<void> => {
  const side = sideFrom(data);
  const areLost = side.engine === "embedded" && findSecretsLoss(side.folder) !== undefined;
  const { store, secrets, close } = await openAt(data, acceptLostSecrets);
  try {
    const ports = { store, secrets, clock: systemClock, newId: () => crypto.randomUUID() };
    const password = await resetAdministrator(ports, { signInName });
    await showOnce(
      `Tài khoản quản trị / administrator: ${signInName}\nMật khẩu tạm / temporary password: ${password}`,
    );
    if (areLost)
      console.log(
        [
          "Mật khẩu và phiên đăng nhập của mọi người khác đã mất: hãy cấp lại mật khẩu tạm cho từng người, và bỏ xác thực hai bước của ai đã bật. Khóa ký nay là khóa mới: hãy báo nơi nhận gói bàn giao; chứng thư gốc riêng (SOGOC_HTTPS=own), nếu dùng, phải tin lại trên mọi máy.",
          "Everybody else's password and session is lost: issue each of them a temporary password, and take away the second factor of whoever had one. Signing keys are new ones: tell who receives packages; an own authority (SOGOC_HTTPS=own) has to be trusted anew on every device.",
        ].join("\n"),
      );
  } catch (error) {
    if (!(error instanceof CommandRejected)) throw error;
    const ended = "Tài khoản này đã hết hạn, hãy chọn tên khác / this account has ended, choose another name";
    throw new CommandFailed(ended, exitCodes.notInOrder);
  } finally {
    await close();
  }
};
