import type { fileProblems } from "./problems.ts";

/** Which error a refused file becomes; scans and workbooks are told apart by the caller. */
export type FileErrorCode = keyof typeof fileProblems;

/** Why a file is refused, in the words the user reads. `{…}` is filled from the details. */
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
    vi: "Tệp có mật khẩu hoặc bị mã hóa{name}.",
    en: "The file is encrypted or has a password{name}.",
  },
  "too-many-entries": {
    vi: "Tệp nén có quá nhiều tệp (tối đa {limit}).",
    en: "The archive holds too many files (at most {limit}).",
  },
  "entry-too-large": {
    vi: "Một tệp trong tệp nén quá lớn khi giải nén (tối đa {limit} byte){name}.",
    en: "A file in the archive is too large when unpacked (at most {limit} bytes){name}.",
  },
  "archive-too-large": {
    vi: "Tệp nén quá lớn khi giải nén (tối đa {limit} byte).",
    en: "The archive is too large when unpacked (at most {limit} bytes).",
  },
  "overlapping-entries": {
    vi: "Tệp nén có các tệp nằm chồng lên nhau, có thể là bom nén.",
    en: "Files in the archive lie on top of one another, this may be a zip bomb.",
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
    vi: "Tệp nén có hai tệp trùng tên{name}.",
    en: "Two files in the archive have the same name{name}.",
  },
  "unsupported-compression": {
    vi: "Tệp nén dùng kiểu nén không được hỗ trợ{name}.",
    en: "The archive uses a compression that is not supported{name}.",
  },
  "xml-doctype": {
    vi: "Bảng tính có khai báo DOCTYPE hoặc thực thể XML.",
    en: "The workbook contains an XML DOCTYPE or entity.",
  },
  "xml-too-long": {
    vi: "Bên trong bảng tính có một thẻ hoặc một chú thích XML quá dài (tối đa {limit} ký tự).",
    en: "Inside the workbook is an XML tag or comment that is too long (at most {limit} characters).",
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
  "too-many-marks": {
    vi: "Có một chữ mang quá nhiều dấu chồng lên nhau (tối đa {limit}), không phải văn bản của người viết.",
    en: "A letter carries too many marks (at most {limit}): this is no text that anybody wrote.",
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
    vi: "PDF có mã lệnh (script).",
    en: "The PDF contains a script.",
  },
  "pdf-action": {
    vi: "PDF có lệnh {name}: mở chương trình, mở tệp khác hoặc gửi dữ liệu đi.",
    en: "The PDF has the action {name}, which starts a program, opens another file or sends data.",
  },
  "pdf-opens-by-itself": {
    vi: "PDF tự mở một liên kết ra ngoài khi có người xem.",
    en: "The PDF opens a link to the outside by itself.",
  },
  "pdf-embedded-file": {
    vi: "PDF có tệp đính kèm bên trong.",
    en: "The PDF has files embedded in it.",
  },
  "pdf-unsupported": {
    vi: "PDF nén các đối tượng theo kiểu không đọc được; hãy in lại thành PDF.",
    en: "The PDF packs its objects in a way that is not supported; print it as a PDF again.",
  },
  "pdf-too-many-pages": {
    vi: "PDF có quá nhiều trang (tối đa {limit}).",
    en: "The PDF has too many pages (at most {limit}).",
  },
  "pdf-image-too-large": {
    vi: "PDF có ảnh quá lớn (tối đa {limit} điểm ảnh); hãy quét lại với độ phân giải thấp hơn.",
    en: "The PDF has an image that is too large (at most {limit} pixels); scan it at a lower resolution.",
  },
  "file-too-large": {
    vi: "Tệp quá lớn (tối đa {limit} byte).",
    en: "The file is too large (at most {limit} bytes).",
  },
  "row-too-long": {
    vi: "Một dòng có nội dung quá dài (tối đa {limit} ký tự).",
    en: "A row is too long (at most {limit} characters).",
  },
  "too-much-work": {
    vi: "Đọc tệp này tốn quá nhiều công ({part}, tối đa {limit}), có thể tệp được làm ra để gây hại.",
    en: "Reading this file takes too much work ({part}, at most {limit}); it may be made to do harm.",
  },
  "too-much-time": {
    vi: "Đọc tệp này mất quá nhiều thời gian (tối đa {limit} giây) nên đã dừng lại.",
    en: "Reading this file took too long (at most {limit} seconds) and was stopped.",
  },
  "too-much-memory": {
    vi: "Đọc tệp này cần quá nhiều bộ nhớ nên đã dừng lại.",
    en: "Reading this file took too much memory and was stopped.",
  },
} as const;

export type RefusalReason = keyof typeof reasons;

/** What a budget counts, in words. */
const parts: Readonly<Record<string, { readonly vi: string; readonly en: string }>> = {
  bytes: { vi: "số byte", en: "bytes" },
  listing: { vi: "số byte của mục lục tệp nén", en: "bytes of the archive's table of contents" },
  unpacked: { vi: "số byte sau khi giải nén", en: "unpacked bytes" },
  items: { vi: "số đối tượng", en: "objects" },
  steps: { vi: "số bước đọc", en: "steps" },
  text: { vi: "số ký tự trong các ô", en: "characters in cells" },
  depth: { vi: "số tầng lồng nhau", en: "levels" },
};

/** Fills the `{…}` of a reason's text. */
export interface RefusalDetails {
  readonly limit?: number | undefined;
  readonly name?: string | undefined;
  /** A part of the budget. */
  readonly part?: string | undefined;
}

/**
 * Why a file is not read. Readers throw it in worker threads, which load nothing but readers; what
 * callers of this package see is the `CommandRejected` that `toRejection` makes of it.
 */
export class FileRefusal extends Error {
  readonly code: FileErrorCode;
  readonly reason: RefusalReason;
  readonly details: RefusalDetails;
  constructor(code: FileErrorCode, reason: RefusalReason, details: RefusalDetails = {}) {
    super(`${code}: ${reason}`);
    this.name = "FileRefusal";
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** Plain text in Vietnamese and English. */
  get texts(): { readonly vi: string; readonly en: string } {
    const { limit, name = "", part = "" } = this.details;
    const fill = (language: "vi" | "en") =>
      reasons[this.reason][language]
        .replace("{limit}", limit === undefined ? "" : String(limit))
        .replace("{name}", name)
        .replace("{part}", parts[part]?.[language] ?? part);
    return { vi: fill("vi"), en: fill("en") };
  }
}

export const refusal = (
  code: FileErrorCode,
  reason: RefusalReason,
  details: number | RefusalDetails = {},
): FileRefusal => new FileRefusal(code, reason, typeof details === "number" ? { limit: details } : details);
