import { type CommandHandler, DamagedSecret, type Secrets, shellWord } from "@sogoc/core";
import { PASSWORD_PREFIX, secondFactorName } from "@sogoc/events";
import { loadAccount } from "../steps/load-account.ts";

/** A secret of an account; undefined where there is none, and where the disk has changed it. */
export const findWhole = async (secrets: Pick<Secrets, "find">, key: string): Promise<unknown> => {
  try {
    return await secrets.find(key);
  } catch (error) {
    if (error instanceof DamagedSecret) return undefined;
    throw error;
  }
};

const FACTOR_PREFIX = secondFactorName("");

/** What of an account is damaged, and what its administrator does about it. */
const told = (key: string, name: string): string =>
  key.startsWith(PASSWORD_PREFIX)
    ? [
        `Mật khẩu lưu của tài khoản ${name} trong kho bí mật đã hỏng: người ấy không đăng nhập được. Quản trị viên cấp lại mật khẩu ở trang Tài khoản; nếu đó là quản trị viên duy nhất thì ngừng máy chủ rồi chạy: npm run sogoc -- admin reset ${shellWord(name)} --data <thư mục dữ liệu>`,
        `The stored password of the account ${name} is damaged: its owner cannot sign in. An administrator resets the password on the page of accounts; where it is the only administrator, stop the server and run: npm run sogoc -- admin reset ${shellWord(name)} --data <data folder>`,
      ].join("\n")
    : [
        `Xác thực hai bước lưu của tài khoản ${name} trong kho bí mật đã hỏng. Quản trị viên cấp lại mật khẩu ở trang Tài khoản, chọn bỏ cả xác thực hai bước; người ấy cài lại khi đăng nhập.`,
        `The stored second factor of the account ${name} is damaged. An administrator resets the password on the page of accounts and removes the second factor with it; its owner sets it up anew.`,
      ].join("\n");

/**
 * Says which passwords and second factors of accounts the disk has damaged, each with what to do:
 * at the start, before anybody stands before a sign-in that fails.
 */
export const tellDamagedSecrets = async (
  secrets: Pick<Secrets, "find" | "keys">,
  commands: Pick<CommandHandler, "load">,
  warn: (message: string) => void,
): Promise<void> => {
  for (const prefix of [PASSWORD_PREFIX, FACTOR_PREFIX])
    for (const key of await secrets.keys(prefix)) {
      if ((await findWhole(secrets, key)) !== undefined) continue;
      const accountId = key.slice(prefix.length);
      const { opened } = await loadAccount(commands, accountId);
      warn(told(key, opened?.signInName ?? accountId));
    }
};
