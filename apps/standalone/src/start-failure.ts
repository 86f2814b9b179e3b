import { DamagedSecret } from "@sogoc/core";
import {
  BackupRefused,
  DataFolderRefused,
  DataFromNewerProgram,
  diskFaultInWords,
  findDiskFault,
  NoRegularFile,
  RestoreUnfinished,
  StoreInUse,
} from "@sogoc/embedded";
import { PASSWORD_PREFIX, secondFactorName } from "@sogoc/events";
import { CannotListen } from "@sogoc/host/cannot-listen";
import { WrongConfiguration } from "@sogoc/host/environment";

/** A password or a second factor belongs to a person: no new key helps them. */
const damagedOfAccount = (key: string): string =>
  [
    `Không khởi động được: ${key} trong secrets.sqlite (mật khẩu hay xác thực hai bước của một tài khoản) đã hỏng. Ngừng máy chủ rồi cấp lại mật khẩu cho quản trị viên; người khác thì quản trị viên cấp lại ở trang Tài khoản:`,
    `Cannot start: ${key} in secrets.sqlite (the password or the second factor of an account) is damaged. With the server stopped give the administrator a new password; other people get one from the administrator on the page of accounts:`,
    "  npm run sogoc -- admin reset <tên đăng nhập / sign-in name> --data <thư mục dữ liệu / data folder>",
  ].join("\n");

const isOfAccount = (key: string): boolean =>
  key.startsWith(PASSWORD_PREFIX) || key.startsWith(secondFactorName(""));

const damagedSecret = ({ key }: DamagedSecret): string => {
  if (isOfAccount(key)) return damagedOfAccount(key);
  return [
    `Không khởi động được: khóa ${key} trong secrets.sqlite đã hỏng. Hãy khôi phục bản sao lưu cuối ra thư mục khác, rồi chép secrets.sqlite của nó vào thư mục dữ liệu; không còn bản nào tốt thì cho tạo khóa mới:`,
    `Cannot start: the key ${key} in secrets.sqlite is damaged. Restore the last backup to another folder and copy its secrets.sqlite into the data folder; where no good one is left, have new keys made:`,
    "  npm run sogoc -- keys renew --data <thư mục dữ liệu / data folder>",
  ].join("\n");
};

/** What saves the data of a disk that may be lost soon. */
const ofDyingDisk = (error: unknown): readonly string[] =>
  ["read-only", "disk-error"].includes(findDiskFault(error)?.code ?? "")
    ? [
        "Ổ tự chuyển sang chỉ đọc hoặc báo lỗi thường là ổ hỏng: sao lưu ngay ra ổ khác (lệnh dưới chạy được cả khi ổ chỉ đọc), gọi kỹ thuật, rồi khôi phục ra ổ mới.",
        "A disk that has become read-only by itself, or reports errors, is mostly a failing one: make a backup to another disk now (the command works on a read-only disk too), call a technician, and restore to a new disk.",
        "  npm run sogoc -- backup <ổ khác / another disk> --data <thư mục dữ liệu / data folder>",
      ]
    : [];

/** What whoever starts the server can mend themselves, in words; undefined for everything else. */
export const startFailure = (error: unknown): string | undefined => {
  if (error instanceof WrongConfiguration) return error.message;
  if (error instanceof RestoreUnfinished || error instanceof DataFromNewerProgram) return error.message;
  if (error instanceof DataFolderRefused) return error.message;
  if (error instanceof BackupRefused)
    return [
      `Không sao lưu được trước khi nâng cấp / no backup could be made before the update:\n${error.message}`,
      ...ofDyingDisk(error),
    ].join("\n");
  if (error instanceof StoreInUse) {
    return [
      "Một chương trình Sổ Gốc khác đang chạy trên dữ liệu này; hãy tắt nó trước.",
      "Another Sổ Gốc is running on this data; stop it first.",
      error.message,
    ].join("\n");
  }
  if (error instanceof CannotListen) return error.message;
  if (error instanceof DamagedSecret) return damagedSecret(error);
  if (error instanceof NoRegularFile) return `Không khởi động được / cannot start:\n  ${error.message}`;
  const fault = diskFaultInWords(error);
  return fault && [`Không khởi động được / cannot start:\n  ${fault}`, ...ofDyingDisk(error)].join("\n");
};

/** Ends the process; what is not a matter of words keeps its stack. */
export const endWithReason = (error: unknown): never => {
  console.error(startFailure(error) ?? error);
  process.exit(1);
};
