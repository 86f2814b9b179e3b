/** What is said of a file that is refused; why it is goes along as a detail. */
export const fileProblems = {
  "scan-refused": { status: 422, vi: "Tệp quét bị từ chối.", en: "The scan is refused." },
  "import-refused": {
    status: 409,
    vi: "Tệp còn dòng lỗi nên không nhập dòng nào.",
    en: "The file has refused rows, so nothing was imported.",
  },
  "workbook-refused": { status: 422, vi: "Không nhận tệp bảng tính này.", en: "The workbook is refused." },
} as const;

type OwnCodes = { readonly [Code in keyof typeof fileProblems]: true };

declare module "@sogoc/core" {
  interface RefusalCodes extends OwnCodes {}
}
