import {
  BackupRefused,
  DataFromNewerProgram,
  diskFaultInWords,
  RestoreUnfinished,
  StoreInUse,
} from "@sogoc/embedded";
import { WrongConfiguration } from "@sogoc/host/environment";

/** What whoever starts the server can mend themselves, in words; undefined for everything else. */
export const startFailure = (error: unknown): string | undefined => {
  if (error instanceof WrongConfiguration) return error.message;
  if (error instanceof RestoreUnfinished || error instanceof DataFromNewerProgram) return error.message;
  if (error instanceof BackupRefused)
    return `Không sao lưu được trước khi nâng cấp / no backup could be made before the update:\n${error.message}`;
  if (error instanceof StoreInUse) {
    return [
      "Một chương trình Sổ Gốc khác đang chạy trên dữ liệu này; hãy tắt nó trước.",
      "Another Sổ Gốc is running on this data; stop it first.",
      error.message,
    ].join("\n");
  }
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE") {
    return [
      "Cổng này đang có chương trình khác dùng; chọn cổng khác: PORT=8159 npm start",
      "The port is in use; choose another: PORT=8159 npm start",
      error.message,
    ].join("\n");
  }
  // What a port or an address refuses is none of a disk's.
  const isListening = error instanceof Error && "syscall" in error && error.syscall === "listen";
  const fault = isListening ? undefined : diskFaultInWords(error);
  return fault && `Không khởi động được / cannot start:\n  ${fault}`;
};

/** Ends the process; what is not a matter of words keeps its stack. */
export const endWithReason = (error: unknown): never => {
  console.error(startFailure(error) ?? error);
  process.exit(1);
};
