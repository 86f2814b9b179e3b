import { shellWord } from "@sogoc/core";
import type { HealthCheck } from "@sogoc/http";

/** Whether the log was found to be damaged since the start. */
export interface LogDamageWatch {
  readonly onLogDamaged: () => void;
  readonly isDamaged: () => boolean;
  /**
   * A note beside the readiness: what can be read is still served, and the first page has to warn.
   */
  readonly health: HealthCheck;
}

export const watchLogDamage = (folder: string, tell: (line: string) => void): LogDamageWatch => {
  let isDamaged = false;
  return {
    onLogDamaged() {
      isDamaged = true;
      tell(
        `SỔ SỰ KIỆN ĐÃ HỎNG: có chỗ không đọc được nữa. Hãy tắt máy chủ, kiểm tra rồi khôi phục bản sao lưu cuối còn nguyên vẹn, và xem lại ổ đĩa / THE LOG IS DAMAGED: something in it cannot be read any more. Stop the server, verify, restore the last whole backup, and look at the disk:\n  npm run sogoc -- verify --data ${shellWord(folder)}`,
      );
    },
    isDamaged: () => isDamaged,
    health: {
      name: "log",
      advisory: true,
      findFault: async () => (isDamaged ? "damaged: run verify" : undefined),
    },
  };
};
