import type { ProblemTexts } from "@sogoc/http";

/** What the reporting service refuses: code, HTTP status, words. */
export const problems = {
  "export-not-approved": {
    status: 409,
    vi: "Bản xuất cả sổ này chờ người thứ hai duyệt; người ấy thấy nó ở trang Xuất tệp.",
    en: "This export of a whole book waits for a second person to approve it, who finds it on the page of exports.",
  },
  "export-declined": {
    status: 409,
    vi: "Bản xuất này đã bị từ chối.",
    en: "This export was declined.",
  },
  "export-expired": {
    status: 410,
    vi: "Bản xuất này đã hết hạn và tệp đã bị xóa; cần nữa thì xuất lại.",
    en: "This export has expired and its files were removed; export the book again where it is still needed.",
  },
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
  "lot-not-decided": {
    status: 409,
    vi: "Lô nghiệm thu này chưa có kết luận.",
    en: "The lot is not decided yet.",
  },
} as const satisfies ProblemTexts;

type OwnCodes = { readonly [Code in keyof typeof problems]: true };

declare module "@sogoc/core" {
  interface RefusalCodes extends OwnCodes {}
}
