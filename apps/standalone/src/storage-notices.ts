import { basename } from "node:path";
import type { EmbeddedNotices } from "@sogoc/embedded";

type StorageNotices = Pick<
  EmbeddedNotices,
  "onLogShortened" | "onRemade" | "onBlobDamaged" | "onOpenToOthers" | "onLeftCopy"
>;

/** What becomes of a disposable file's content, by the file's name. */
const remadeAs: Readonly<Record<string, readonly [vi: string, en: string]>> = {
  "read-models.sqlite": [
    "các số liệu hiển thị được dựng lại từ sổ sự kiện, không mất gì",
    "what people see is made again from the log, nothing is lost",
  ],
  "consumers.sqlite": [
    "các việc tự động đọc lại sổ sự kiện từ đầu, không làm việc gì hai lần",
    "processes read the log again from its beginning, nothing is done twice",
  ],
};

/**
 * Tells whoever runs the program what is wrong with the data folder, in words; nothing that stands
 * in the data.
 */
export const storageNotices = (tell: (text: string) => void = console.error): StorageNotices => ({
  onLogShortened: ({ head, seen }) =>
    tell(
      `CẢNH BÁO / WARNING: sổ sự kiện hết ở ${head} nhưng ${seen.by} đã đọc đến ${seen.position} / the log ends at ${head}, but ${seen.by} has seen ${seen.position}`,
    ),
  onRemade: ({ file, reason }) => {
    const [vi, en] = remadeAs[basename(file)] ?? ["được tạo lại", "it is made again"];
    tell(`TỆP HỎNG / DAMAGED FILE: ${file} (${reason}): ${vi} / ${en}`);
  },
  onBlobDamaged: (sha256) =>
    tell(
      `TỆP HỎNG / DAMAGED FILE: ${sha256}: nội dung đã đổi trên đĩa, hãy khôi phục từ bản sao lưu / its bytes have changed on disk, restore it from a backup`,
    ),
  onOpenToOthers: (paths) =>
    tell(
      `CẢNH BÁO / WARNING: người khác trên máy này đọc được / other accounts of this machine can read: ${paths.join(", ")} (chmod 0700/0600)`,
    ),
  onLeftCopy: ({ path, isRemoved }) =>
    tell(
      isRemoved
        ? `Đã xóa ${path}: bản chép sổ sự kiện và mật khẩu mà một lần sao lưu bị ngắt để lại / removed: a copy of the log and the passwords that a backup which was cut off had left`
        : `CẢNH BÁO / WARNING: không xóa được ${path}, bản chép sổ sự kiện và mật khẩu mà một lần sao lưu bị ngắt để lại (của tài khoản khác?); hãy xóa nó bằng root / could not be removed: a copy of the log and the passwords that a backup which was cut off had left (another account's?); remove it as root`,
    ),
});
