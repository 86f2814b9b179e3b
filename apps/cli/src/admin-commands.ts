import { existsSync } from "node:fs";
import { resetAdministrator } from "@sogoc/accounts";
import { CommandRejected, systemClock } from "@sogoc/core";
import { dataFiles, findSecretsLoss } from "@sogoc/embedded";
import { openInstallation } from "@sogoc/host/engines";
import { CommandFailed, exitCodes } from "./exit-codes.ts";
import { sideFrom } from "./migrate/sides.ts";

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
  if (side.engine === "embedded" && !existsSync(dataFiles(side.folder).events))
    throw new CommandFailed(`Không có dữ liệu ở ${data} / no store in ${data}`, exitCodes.usage);
  const areLost = side.engine === "embedded" && findSecretsLoss(side.folder) !== undefined;
  const { store, secrets, close } = await openInstallation(
    side.engine === "embedded" ? { engine: "embedded", folder: side.folder, acceptLostSecrets } : side,
  );
  try {
    const ports = { store, secrets, clock: systemClock, newId: () => crypto.randomUUID() };
    const password = await resetAdministrator(ports, { signInName });
    console.log(`Tài khoản quản trị / administrator: ${signInName}`);
    console.log(`Mật khẩu tạm / temporary password: ${password}`);
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
