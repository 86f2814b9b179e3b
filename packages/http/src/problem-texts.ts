import type { CoreRefusalCodes } from "@sogoc/core";

export interface ProblemText {
  /** HTTP status. */
  readonly status: number;
  readonly vi: string;
  readonly en: string;
}

/** Status and words of refusals, by code. */
export type ProblemTexts = Readonly<Record<string, ProblemText>>;

/** What several services refuse, so that the same refusal has the same words everywhere. */
const ofSeveralServices = {
  "changes-not-confirmed": {
    status: 409,
    vi: "Có ghi chú theo quyết định hoặc ảnh quét mà một người thêm sau khi nghiệm thu, chưa ai khác xác nhận: người quản lý dữ liệu hoặc người nghiệm thu khác mở xem và xác nhận ở trang bàn giao của sổ, rồi lập gói.",
    en: "Notes by a decision or scans that one person added after the acceptance are not confirmed by anybody else: another data manager or an acceptor opens and confirms them on the page of the book's hand-over, then the package is made.",
  },
  "account-unknown": { status: 404, vi: "Không có tài khoản này.", en: "No such account." },
  "unit-unknown": { status: 404, vi: "Không có đơn vị này.", en: "No such unit." },
  "export-not-approved": {
    status: 409,
    vi: "Bản xuất này là cả sổ, hoặc cộng với phần đã lấy ra trong 7 ngày qua thì bằng cả sổ, nên phải chờ người thứ hai duyệt: người quản lý dữ liệu khác, người nghiệm thu hoặc quản trị đơn vị thấy nó ở trang Xuất tệp.",
    en: "This export is a whole book, or adds up to one with what was taken within seven days, so that it waits for a second person: another data manager, an acceptor or the unit's administrator finds it on the page of exports.",
  },
  "export-declined": {
    status: 409,
    vi: "Bản xuất này đã bị từ chối.",
    en: "This export was declined.",
  },
  "export-expired": {
    status: 410,
    vi: "Bản xuất này đã quá 7 ngày, tệp không tải được nữa; cần nữa thì xuất lại.",
    en: "This export is older than seven days, and its files are given to nobody any more; export the book again where it is still needed.",
  },
  "unit-closed": {
    status: 409,
    vi: "Đơn vị này đã kết thúc hoạt động: việc mới do đơn vị kế thừa hoặc cấp trên làm.",
    en: "The unit is closed: whatever is new is done by the unit that took over, or by those above.",
  },
  "book-unknown": { status: 404, vi: "Không có sổ này.", en: "No such book." },
  "record-unknown": { status: 404, vi: "Không có trường hợp này.", en: "No such record." },
  "record-voided": { status: 409, vi: "Trường hợp này đã bị hủy.", en: "The record was voided." },
  "field-unknown": {
    status: 422,
    vi: "Loại sổ này không có cột đó.",
    en: "This book type has no such column.",
  },
  "field-not-correctable": {
    status: 422,
    vi: "Số và quyển số không sửa được; hãy hủy và nhập lại.",
    en: "Number and book cannot be corrected; void the record and key it again.",
  },
  "value-not-storable": { status: 422, vi: "Có giá trị không lưu được.", en: "A value cannot be stored." },
  "value-changed-meanwhile": {
    status: 409,
    vi: "Giá trị đã khác với lúc đề nghị.",
    en: "The value is no longer what the request says.",
  },
  "warning-not-accepted": {
    status: 422,
    vi: "Có cảnh báo chưa được xác nhận lý do.",
    en: "There are warnings that nobody has accepted with a reason.",
  },
  "nothing-changed": { status: 422, vi: "Không có gì thay đổi.", en: "Nothing would change." },
  "work-of-another": {
    status: 403,
    vi: "Đây là việc của người khác nên bạn không xem được.",
    en: "This is another person's work, which you may not see.",
  },
  "blind-keying": {
    status: 403,
    vi: "Bạn đang nhập lần hai lô này, hoặc một lô của sổ này, nên chưa được xem gì cho biết kết quả nhập lần một: xong lần hai bạn mới xem được; việc cần ngay thì người khác làm.",
    en: "You key this batch, or one of this book, a second time and may not see anything that tells of the first keying before you are done; what is urgent somebody else does.",
  },
  "keyed-by-yourself": {
    status: 403,
    vi: "Bạn đã nhập dữ liệu của lô này nên không được nhập lần hai, phân xử, kiểm tra hay nghiệm thu.",
    en: "You keyed in this batch: you may not key it a second time, arbitrate, check or accept it.",
  },
  "lot-unknown": {
    status: 404,
    vi: "Không có lô nghiệm thu này.",
    en: "No such lot.",
  },
  "not-handed-over": {
    status: 404,
    vi: "Sổ chưa được bàn giao.",
    en: "The book was not handed over.",
  },
  "account-held": {
    status: 403,
    vi: "Mật khẩu hoặc vai trò của tài khoản này vừa được quản trị viên cùng đơn vị đặt lại hoặc giao: trong một ngày không được kiểm tra, nghiệm thu, phê duyệt, xuất dữ liệu hay quản trị tài khoản, trừ khi quản trị viên cấp trên xác nhận.",
    en: "An administrator of the same unit has just reset this account's password or given it a role that decides: for a day it neither checks, accepts, approves, exports nor administers accounts, unless the administrator above vouches for it.",
  },
  "one-file-expected": {
    status: 400,
    vi: "Mỗi lần chỉ gửi một tệp và không kèm phần nào khác; chưa có gì được nhận.",
    en: "One file at a time and nothing beside it; nothing was taken.",
  },
  "malformed-request": {
    status: 400,
    vi: "Yêu cầu không đúng chuẩn HTTP.",
    en: "The request does not keep to HTTP.",
  },
  "https-required": {
    status: 426,
    vi: "Máy chủ này chỉ nhận qua HTTPS, ở địa chỉ của máy chủ đứng trước. Chưa có gì được xử lý.",
    en: "By HTTPS only, at the address of the proxy in front. Nothing was done.",
  },
  "export-unknown": {
    status: 404,
    vi: "Không có lần xuất này. Nếu vừa xuất thì máy chủ đã khởi động lại giữa chừng, chưa có tệp nào: hãy xuất lại.",
    en: "No such export. If it was just begun, the server was started anew in the middle and no file was made: export again.",
  },
  "export-not-ready": { status: 409, vi: "Tệp xuất chưa xong.", en: "The export is not finished." },
} as const satisfies ProblemTexts;

type SharedCodes = { readonly [Code in keyof typeof ofSeveralServices]: true };

declare module "@sogoc/core" {
  interface RefusalCodes extends SharedCodes {}
}

const ofEveryService = {
  "invalid-request": { status: 422, vi: "Dữ liệu gửi lên chưa đúng.", en: "The request is not valid." },
  "malformed-body": { status: 400, vi: "Không đọc được nội dung gửi lên.", en: "The body cannot be read." },
  "body-too-large": { status: 413, vi: "Nội dung gửi lên quá lớn.", en: "The body is too large." },
  "headers-too-large": {
    status: 431,
    vi: "Phần đầu của yêu cầu quá lớn.",
    en: "The request's headers are too large.",
  },
  "request-too-slow": {
    status: 408,
    vi: "Yêu cầu gửi lên quá chậm hoặc bị ngừng giữa chừng, hãy gửi lại.",
    en: "The request came too slowly or stopped halfway, send it again.",
  },
  "unsupported-media-type": {
    status: 415,
    vi: "Kiểu nội dung không được hỗ trợ.",
    en: "Media type not supported.",
  },
  "not-found": { status: 404, vi: "Không tìm thấy.", en: "Not found." },
  "rate-limited": {
    status: 429,
    vi: "Quá nhiều yêu cầu, hãy thử lại sau.",
    en: "Too many requests, try again later.",
  },
  internal: { status: 500, vi: "Lỗi của hệ thống.", en: "Internal error." },
  unavailable: { status: 503, vi: "Hệ thống tạm thời chưa sẵn sàng.", en: "Temporarily unavailable." },
  "storage-full": {
    status: 503,
    vi: "Máy chủ hết chỗ lưu trữ, việc vừa làm chưa được ghi. Hãy báo người quản trị dọn chỗ rồi làm lại.",
    en: "The server has no storage left and nothing was written. Tell the administrator to make room, then try again.",
  },
  "storage-read-only": {
    status: 503,
    vi: "Ổ dữ liệu của máy chủ chỉ còn đọc được, thường vì ổ hỏng; việc vừa làm chưa được ghi. Hãy báo ngay người trông máy chủ: sao lưu ngay, gọi kỹ thuật.",
    en: "The server's data disk can only be read, mostly since it is failing, and nothing was written. Tell whoever runs the server at once: make a backup now and call a technician.",
  },
  "storage-failing": {
    status: 503,
    vi: "Máy chủ không đọc hoặc không ghi được dữ liệu (ổ báo lỗi, bị tháo, hoặc quyền bị đổi); việc vừa làm chưa được ghi. Hãy báo ngay người trông máy chủ.",
    en: "The server cannot read or write its data (the disk reports errors, was taken away, or the rights were changed), and nothing was written. Tell whoever runs the server at once.",
  },
  "too-many-files": {
    status: 503,
    vi: "Máy chủ đang mở quá nhiều tệp nên việc vừa làm chưa được ghi; hãy thử lại sau ít giây. Nếu lặp lại, báo người trông máy chủ nâng giới hạn số tệp được mở.",
    en: "The server has too many files open and nothing was written; try again in some seconds. Where it comes again, tell whoever runs the server to raise the limit of open files.",
  },
  "clock-behind": {
    status: 503,
    vi: "Đồng hồ của máy chủ chỉ một lúc trước sự kiện cuối đã ghi, nên chưa ghi thêm việc gì. Hãy báo người trông máy chủ chỉnh lại đồng hồ; đúng giờ là làm tiếp được ngay.",
    en: "The server's clock is before the last event that was written, so nothing more is written. Tell whoever runs the server to set the clock; once it is right, work goes on at once.",
  },
  "storage-damaged": {
    status: 500,
    vi: "Tệp dữ liệu trên máy chủ đã hỏng, làm lại cũng không được. Hãy báo ngay người trông máy chủ chạy lệnh kiểm tra (verify) và khôi phục bản sao lưu.",
    en: "A data file of the server is damaged, and repeating this does not help. Tell whoever runs the server at once to run verify and to restore a backup.",
  },
  "reading-busy": {
    status: 503,
    vi: "Máy chủ đang đọc nhiều tệp khác, hãy gửi lại sau ít phút.",
    en: "The server is reading many other files; send it again in a few minutes.",
  },
  "read-model-behind": {
    status: 503,
    vi: "Số liệu chưa kịp cập nhật, hãy thử lại.",
    en: "The figures have not caught up yet, try again.",
  },
  "not-signed-in": { status: 401, vi: "Bạn chưa đăng nhập.", en: "Not signed in." },
  "token-expired": { status: 401, vi: "Phiên làm việc đã hết hạn.", en: "The session has expired." },
  "session-refused": {
    status: 401,
    vi: "Phiên làm việc không còn hiệu lực.",
    en: "The session is no longer valid.",
  },
  "second-factor-required": {
    status: 403,
    vi: "Tài khoản này cần xác thực hai bước; hãy cài đặt trước khi làm việc khác.",
    en: "This account needs a second factor; set it up first.",
  },
  "password-change-required": {
    status: 403,
    vi: "Phải đổi mật khẩu lần đầu trước khi làm việc.",
    en: "The first password must be changed before anything else.",
  },
  "forbidden-role": {
    status: 403,
    vi: "Vai trò của bạn không được làm việc này.",
    en: "Your role may not do this.",
  },
  "outside-area": {
    status: 403,
    vi: "Việc này nằm ngoài địa bàn của bạn.",
    en: "This lies outside your area.",
  },
  "account-suspended": { status: 403, vi: "Tài khoản đang bị khóa.", en: "The account is suspended." },
  "account-ended": {
    status: 403,
    vi: "Tài khoản đã hết hạn; hãy nhờ quản trị viên của đơn vị.",
    en: "The account has come to its end; ask your unit's administrator.",
  },
  "reset-by-yourself": {
    status: 403,
    vi: "Bạn đã mở tài khoản hoặc đặt lại mật khẩu của người làm việc này ngay trước khi họ làm, hoặc tài khoản của bạn vừa do người đó mở hay đặt lại mật khẩu, hoặc cả hai vừa do cùng một người mở hay đặt lại, nên việc này được coi như có chung một tay làm: người khác phải nhập lần hai, phân xử, kiểm tra, nghiệm thu, duyệt hoặc cấp quyền.",
    en: "You had opened the account of whoever did this or set its password anew shortly before, or they had done so with yours, or one and the same person with both, so that the same hand may be in both: somebody else keys it again, arbitrates, checks, accepts, approves or gives rights.",
  },
  "precondition-required": {
    status: 428,
    vi: "Thiếu If-Match: phải nói việc này dựa trên bản nào đã xem.",
    en: "If-Match is missing: say which version this was made from.",
  },
  "revision-conflict": {
    status: 412,
    vi: "Dữ liệu đã được người khác thay đổi, hãy xem lại.",
    en: "It was changed meanwhile, look again.",
  },
  "concurrent-change": {
    status: 409,
    vi: "Có nhiều thay đổi cùng lúc, hãy thử lại.",
    en: "Too many changes at once, try again.",
  },
  "append-too-large": {
    status: 413,
    vi: "Nội dung phải ghi trong một lần quá lớn, hãy rút ngắn hoặc chia nhỏ.",
    en: "Too much to be stored at once, shorten or divide it.",
  },
  "blob-missing": { status: 404, vi: "Không tìm thấy tệp.", en: "The file is not there." },
  "blob-damaged": {
    status: 500,
    vi: "Tệp lưu trữ đã hỏng trên đĩa nên không mở được. Hãy báo người quản trị khôi phục từ bản sao lưu.",
    en: "The stored file is damaged on disk and cannot be opened. Ask the administrator to restore it from a backup.",
  },
  "command-id-reused": {
    status: 422,
    vi: "Mã lệnh này đã dùng cho việc khác.",
    en: "This idempotency key was used for something else.",
  },
} as const satisfies Readonly<Record<keyof CoreRefusalCodes, ProblemText>>;

/** What every server refuses; a service adds its own. */
export const commonProblems: ProblemTexts = { ...ofEveryService, ...ofSeveralServices };

/** Throws for a code without words. */
export const getProblemText = (texts: ProblemTexts, code: string): ProblemText => {
  const text = texts[code];
  if (!text) throw new Error(`The refusal ${code} has no words.`);
  return text;
};
