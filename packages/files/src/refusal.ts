import { CommandRejected, type ErrorCode } from "@sogoc/core";

/** Which error a refused file becomes; scans and workbooks are told apart by the caller. */
export type FileErrorCode = Extract<ErrorCode, "scan-refused" | "workbook-refused" | "import-refused">;

/** Why a file is refused, in the words the user reads. `{…}` is filled from the parameters. */
const reasons = {
  "not-a-zip": {
    vi: "Tệp không phải là tệp zip.",
    en: "The file is not a zip archive.",
  },
  "not-a-workbook": {
    vi: "Tệp không phải là bảng tính .xlsx hoặc .csv.",
    en: "The file is not an .xlsx workbook or a .csv file.",
  },
  "old-or-encrypted-workbook": {
    vi: "Bảng tính ở dạng .xls cũ hoặc có mật khẩu; hãy lưu lại thành .xlsx không mật khẩu.",
    en: "The workbook is an old .xls or has a password; save it as .xlsx without a password.",
  },
  "macro-workbook": {
    vi: "Bảng tính có macro; hãy lưu lại thành .xlsx.",
    en: "The workbook contains macros; save it as .xlsx.",
  },
  damaged: {
    vi: "Tệp bị hỏng hoặc thiếu phần cuối.",
    en: "The file is damaged or cut off.",
  },
  encrypted: {
    vi: "Tệp có mật khẩu hoặc bị mã hóa.",
    en: "The file is encrypted or has a password.",
  },
  "too-many-entries": {
    vi: "Tệp nén có quá nhiều tệp (tối đa {limit}).",
    en: "The archive holds too many files (at most {limit}).",
  },
  "entry-too-large": {
    vi: "Một tệp trong tệp nén quá lớn khi giải nén (tối đa {limit} byte).",
    en: "A file in the archive is too large when unpacked (at most {limit} bytes).",
  },
  "archive-too-large": {
    vi: "Tệp nén quá lớn khi giải nén (tối đa {limit} byte).",
    en: "The archive is too large when unpacked (at most {limit} bytes).",
  },
  "compression-ratio": {
    vi: "Tỷ lệ nén cao bất thường, có thể là bom nén.",
    en: "The compression ratio is suspicious, this may be a zip bomb.",
  },
  "unsafe-path": {
    vi: "Tệp nén có đường dẫn không an toàn.",
    en: "The archive contains an unsafe path.",
  },
  "duplicate-entry": {
    vi: "Tệp nén có hai tệp trùng tên.",
    en: "Two files in the archive have the same name.",
  },
  "unsupported-compression": {
    vi: "Tệp nén dùng kiểu nén không được hỗ trợ.",
    en: "The archive uses a compression that is not supported.",
  },
  "xml-doctype": {
    vi: "Bảng tính có khai báo DOCTYPE hoặc thực thể XML.",
    en: "The workbook contains an XML DOCTYPE or entity.",
  },
  "too-many-sheets": {
    vi: "Bảng tính có quá nhiều trang (tối đa {limit}).",
    en: "The workbook has too many sheets (at most {limit}).",
  },
  "too-many-rows": {
    vi: "Bảng tính có quá nhiều dòng (tối đa {limit}).",
    en: "The workbook has too many rows (at most {limit}).",
  },
  "too-many-columns": {
    vi: "Bảng tính có quá nhiều cột (tối đa {limit}).",
    en: "The workbook has too many columns (at most {limit}).",
  },
  "cell-too-long": {
    vi: "Một ô có nội dung quá dài (tối đa {limit} ký tự).",
    en: "A cell is too long (at most {limit} characters).",
  },
  "not-utf8": {
    vi: "Tệp không phải mã Unicode (UTF-8); hãy lưu lại với mã UTF-8.",
    en: "The file is not in UTF-8; save it again as UTF-8.",
  },
  "not-a-pdf": {
    vi: "Tệp không phải là PDF.",
    en: "The file is not a PDF.",
  },
  "pdf-script": {
    vi: "PDF có mã lệnh hoặc lệnh mở chương trình.",
    en: "The PDF contains a script or launches a program.",
  },
  "pdf-embedded-file": {
    vi: "PDF có tệp đính kèm bên trong.",
    en: "The PDF has files embedded in it.",
  },
  "pdf-too-many-pages": {
    vi: "PDF có quá nhiều trang (tối đa {limit}).",
    en: "The PDF has too many pages (at most {limit}).",
  },
  "file-too-large": {
    vi: "Tệp quá lớn (tối đa {limit} byte).",
    en: "The file is too large (at most {limit} bytes).",
  },
} as const;

export type RefusalReason = keyof typeof reasons;

/** A refusal that a route can throw as it is: the reason as a word in `params`, plain text in `problems`. */
export function refusal(code: FileErrorCode, reason: RefusalReason, limit?: number): CommandRejected {
  const { vi, en } = reasons[reason];
  const fill = (text: string) => text.replace("{limit}", String(limit ?? ""));
  const params = limit === undefined ? { reason } : { reason, limit };
  return new CommandRejected(code, params, [
    { pointer: "", detail: fill(vi), detailEn: fill(en), rule: reason, severity: "error" },
  ]);
}
