import { shellWord } from "@sogoc/core";

/** Of an installation, for its first administrator. */
interface FirstAdministrator {
  readonly signInName: string;
  /** What `--data` names: the data folder, or `distributed`. */
  readonly data: string;
}

const resetLine = ({ signInName, data }: FirstAdministrator): string =>
  `  npm run sogoc -- admin reset ${shellWord(signInName)} --data ${shellWord(data)}`;

/** What is shown once: the first password. */
export const firstPasswordInWords = (signInName: string, password: string): string =>
  `Tài khoản quản trị / administrator: ${signInName}\nMật khẩu lần đầu (chỉ hiện một lần, shown once) / first password: ${password}`;

/** Where nobody could be shown it; it may be that nobody is shown this either. */
export const notShownInWords = (administrator: FirstAdministrator): string =>
  [
    "Mật khẩu lần đầu không hiện được cho ai; ngừng máy chủ rồi cấp lại / nobody could be shown the first password; stop the server and issue a new one:",
    resetLine(administrator),
  ].join("\n");

/** What every start says until somebody has come in. */
export const nobodySignedInInWords = (administrator: FirstAdministrator): string =>
  [
    `Chưa ai từng đăng nhập. Mật khẩu lần đầu của ${administrator.signInName} đã hiện một lần ở lần khởi động trước; không còn giữ thì ngừng máy chủ rồi cấp lại:`,
    `Nobody has signed in yet. The first password of ${administrator.signInName} was shown once, at an earlier start; where nobody has it, stop the server and issue a new one:`,
    resetLine(administrator),
  ].join("\n");
