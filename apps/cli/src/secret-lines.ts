import { shellWord } from "@sogoc/core";

/** Accounts whose password or second factor is gone, by their sign-in names. */
export const lostPasswordLines = (lost: readonly string[]): string[] =>
  lost.map(
    (name) =>
      `MẤT MẬT KHẨU / PASSWORD LOST: ${name} (mật khẩu hoặc xác thực hai bước; quản trị viên cấp lại / password or second factor; an administrator issues it anew)`,
  );

/** Secrets that are not what was written, and how they are made anew. */
export const damagedSecretLines = (names: readonly string[], folder?: string): string[] => [
  ...names.map((name) => `KHÔNG ĐỌC ĐƯỢC / NOT READABLE: secrets.sqlite, ${name}`),
  ...(names.length === 0
    ? []
    : [
        "Chép secrets.sqlite từ bản sao lưu còn tốt; không còn bản nào thì / copy secrets.sqlite from a good backup; where there is none:",
        `  npm run sogoc -- keys renew --data ${folder === undefined ? "<thư mục dữ liệu / data folder>" : shellWord(folder)}`,
      ]),
];
