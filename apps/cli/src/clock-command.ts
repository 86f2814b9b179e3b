import { acceptClock } from "@sogoc/embedded";
import { requireStore } from "./verify-log.ts";

/** Lets the server work on where its clock was ahead and is right now; what was dated stays so. */
export const acceptServerClock = async (folder: string): Promise<void> => {
  requireStore(folder);
  const position = await acceptClock(folder);
  console.log(
    `Đã nhận đồng hồ bây giờ (${new Date().toISOString()}) là đúng; các sự kiện đến ${position} giữ nguyên ngày giờ đã ghi. Hãy mở lại máy chủ. / The clock of now is taken for the right one; events up to ${position} keep the dates they have. Start the server again.`,
  );
};
