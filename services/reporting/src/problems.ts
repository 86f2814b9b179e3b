import type { ProblemTexts } from "@sogoc/http";
import { MOST_OF_DAY } from "./domain/day-of-exports.ts";

/** What the reporting service refuses: code, HTTP status, words. */
export const problems = {
  "export-decided": {
    status: 409,
    vi: "Bản xuất này đã có người quyết định.",
    en: "Somebody has decided on this export already.",
  },
  "export-of-yourself": {
    status: 403,
    vi: "Người xin xuất không tự duyệt: phải là người thứ hai.",
    en: "Who asked for an export does not approve it: that takes a second person.",
  },
  "export-too-large": {
    status: 409,
    vi: "Nội dung của sổ vượt quá sức chứa của một bảng tính nên không xuất được.",
    en: "The book has more than a workbook can hold; nothing was exported.",
  },
  "lot-not-decided": {
    status: 409,
    vi: "Lô nghiệm thu này chưa có kết luận.",
    en: "The lot is not decided yet.",
  },
  "records-not-of-book": {
    status: 422,
    vi: "Có số không phải là trường hợp đang có của sổ này: không lấy ra được, và không tính gì.",
    en: "Some of these are no cases that this book has: nothing is taken of it, and nothing is counted.",
  },
  "sheets-amount-to-book": {
    status: 409,
    vi: "Phiếu này cộng với phần của sổ đã in, đã lấy ra trong 7 ngày qua thì bằng cả sổ: từ nửa quyển trở lên (trên 5 trường hợp), hết quyển, hoặc hơn 20 trường hợp. Vẫn xem được trên màn hình; cần in thì người quản lý dữ liệu xin xuất cả sổ, người thứ hai duyệt ở trang Xuất tệp, rồi người xin in được mọi phiếu của sổ.",
    en: "With what was printed and taken of the book within seven days this sheet adds up to the book: half of it (more than 5 cases), all of it, or more than 20 cases. The case can be read on the screen as before; to print it, a data manager asks for the export of the whole book, a second person lets it go on the page of exports, and then who asked prints every sheet of it.",
  },
  "sheets-of-a-day": {
    status: 409,
    vi: `Hôm nay bạn đã in phiếu tra cứu và lấy ra ${MOST_OF_DAY} trường hợp của các sổ, nhiều nhất một người tự lấy trong một ngày. Vẫn xem được trên màn hình; cần in thêm thì đợi ngày mai, hoặc người quản lý dữ liệu xin xuất cả sổ, người thứ hai duyệt ở trang Xuất tệp, rồi người xin in được mọi phiếu của sổ.`,
    en: `You have printed and taken ${MOST_OF_DAY} cases of all books today, as many as one person takes alone in a day. The case can be read on the screen as before; to print more, wait until tomorrow, or a data manager asks for the export of the whole book, a second person lets it go on the page of exports, and then who asked prints every sheet of it.`,
  },
} as const satisfies ProblemTexts;

type OwnCodes = { readonly [Code in keyof typeof problems]: true };

declare module "@sogoc/core" {
  interface RefusalCodes extends OwnCodes {}
}
