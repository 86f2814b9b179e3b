import type { CommandRejected, ErrorCode, FieldProblem } from "@sogoc/core";
import { z } from "zod";

interface ProblemText {
  readonly status: number;
  readonly vi: string;
  readonly en: string;
}

/** Every error code has its HTTP status and its plain words; a code without an entry does not compile. */
const texts: Record<ErrorCode, ProblemText> = {
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
  "reading-busy": {
    status: 503,
    vi: "Máy chủ đang đọc nhiều tệp khác, hãy gửi lại sau ít phút.",
    en: "The server is reading many other files; send it again in a few minutes.",
  },
  "storage-full": {
    status: 503,
    vi: "Máy chủ hết chỗ lưu trữ, việc vừa làm chưa được ghi. Hãy báo người quản trị dọn chỗ rồi làm lại.",
    en: "The server has no storage left and nothing was written. Tell the administrator to make room, then try again.",
  },
  "quota-exceeded": {
    status: 413,
    vi: "Đơn vị đã dùng hết phần lưu trữ dành cho tệp tải lên. Hãy báo người quản trị.",
    en: "The unit has used up its share of storage for uploaded files. Tell the administrator.",
  },
  "read-model-behind": {
    status: 503,
    vi: "Số liệu chưa kịp cập nhật, hãy thử lại.",
    en: "The figures have not caught up yet, try again.",
  },
  "not-signed-in": { status: 401, vi: "Bạn chưa đăng nhập.", en: "Not signed in." },
  "token-expired": { status: 401, vi: "Phiên làm việc đã hết hạn.", en: "The session has expired." },
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
  "sign-in-refused": {
    status: 401,
    vi: "Tên đăng nhập hoặc mật khẩu không đúng.",
    en: "Wrong name or password.",
  },
  "session-refused": {
    status: 401,
    vi: "Phiên làm việc không còn hiệu lực.",
    en: "The session is no longer valid.",
  },
  "password-too-weak": {
    status: 422,
    vi: "Mật khẩu phải có ít nhất 10 ký tự và khác mật khẩu cũ.",
    en: "The password needs at least 10 characters and must differ from the old one.",
  },
  "password-wrong": {
    status: 422,
    vi: "Mật khẩu hiện tại không đúng.",
    en: "The current password is wrong.",
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
  "unit-exists": { status: 409, vi: "Đơn vị này đã có.", en: "The unit exists already." },
  "unit-unknown": { status: 404, vi: "Không có đơn vị này.", en: "No such unit." },
  "unit-closed": { status: 409, vi: "Đơn vị này đã kết thúc hoạt động.", en: "The unit is closed." },
  "unit-parent-invalid": {
    status: 422,
    vi: "Cấp của đơn vị không hợp với đơn vị cấp trên.",
    en: "The unit's kind does not fit its parent.",
  },
  "account-exists": { status: 409, vi: "Tên đăng nhập này đã có.", en: "The sign-in name is taken." },
  "account-unknown": { status: 404, vi: "Không có tài khoản này.", en: "No such account." },
  "account-suspended": { status: 403, vi: "Tài khoản đang bị khóa.", en: "The account is suspended." },
  "account-not-suspended": {
    status: 409,
    vi: "Tài khoản không bị khóa.",
    en: "The account is not suspended.",
  },
  "role-already-granted": {
    status: 409,
    vi: "Vai trò này đã được giao.",
    en: "The role was granted already.",
  },
  "role-not-granted": { status: 409, vi: "Vai trò này chưa được giao.", en: "The role was not granted." },
  "contract-required": {
    status: 422,
    vi: "Tài khoản của nhà thầu phải có ngày kết thúc.",
    en: "A contractor's account needs an end date.",
  },
  "own-account": {
    status: 403,
    vi: "Không tự khóa tài khoản hay thu hồi vai trò của chính mình được; hãy nhờ một quản trị viên khác.",
    en: "Nobody suspends his own account or takes away his own role; ask another administrator.",
  },
  "last-administrator": {
    status: 409,
    vi: "Đây là quản trị viên hệ thống duy nhất còn làm việc; hãy giao vai trò cho người khác trước.",
    en: "This is the last working system administrator; give the role to somebody else first.",
  },
  "book-exists": { status: 409, vi: "Sổ này đã được đăng ký.", en: "The book is registered already." },
  "book-unknown": { status: 404, vi: "Không có sổ này.", en: "No such book." },
  "scan-refused": { status: 422, vi: "Tệp quét bị từ chối.", en: "The scan is refused." },
  "scan-unknown": { status: 404, vi: "Không có tệp quét này.", en: "No such scan." },
  "batch-unknown": { status: 404, vi: "Không có lô này.", en: "No such batch." },
  "batch-overlaps": {
    status: 409,
    vi: "Các số này đã thuộc một lô khác của sổ.",
    en: "These numbers belong to another batch of the book.",
  },
  "batch-not-open": { status: 409, vi: "Lô không mở để nhập.", en: "The batch is not open for keying." },
  "batch-not-assigned": { status: 409, vi: "Lô chưa được giao.", en: "The batch is not assigned." },
  "batch-assigned-to-another": {
    status: 403,
    vi: "Lô đã được giao cho người khác.",
    en: "The batch is assigned to someone else.",
  },
  "batch-lease-expired": {
    status: 409,
    vi: "Thời hạn giao lô đã hết, hãy xin giao lại.",
    en: "The assignment has run out, ask for it again.",
  },
  "batch-already-submitted": { status: 409, vi: "Lô đã được nộp.", en: "The batch was submitted already." },
  "batch-empty": { status: 409, vi: "Lô chưa có trường hợp nào.", en: "The batch has no records." },
  "batch-not-submitted": { status: 409, vi: "Lô chưa được nộp.", en: "The batch is not submitted." },
  "batch-locked": { status: 409, vi: "Lô đã được nghiệm thu.", en: "The batch was accepted." },
  "first-keying-finished": {
    status: 409,
    vi: "Lô đã nhập xong lần một.",
    en: "The first keying of the batch is finished.",
  },
  "first-keying-not-finished": {
    status: 409,
    vi: "Lô chưa nhập xong lần một.",
    en: "The first keying of the batch is not finished.",
  },
  "not-keyed-again": {
    status: 409,
    vi: "Còn trường hợp chưa nhập lần hai.",
    en: "Some records were not keyed a second time yet.",
  },
  "no-arbitration": {
    status: 409,
    vi: "Lô không ở bước phân xử.",
    en: "The batch is not being arbitrated.",
  },
  "differences-open": {
    status: 409,
    vi: "Còn chỗ khác nhau chưa phân xử.",
    en: "Some differences are not decided yet.",
  },
  "no-difference": {
    status: 409,
    vi: "Ô này không còn khác nhau.",
    en: "There is no difference to decide in this field.",
  },
  "value-required": {
    status: 422,
    vi: "Cần ghi giá trị đọc được trên sổ.",
    en: "The value that the paper shows is needed.",
  },
  "blind-keying": {
    status: 403,
    vi: "Bạn đang nhập lần hai lô này nên chưa được xem kết quả nhập lần một.",
    en: "You key this batch a second time and may not see the first keying yet.",
  },
  "work-of-another": {
    status: 403,
    vi: "Đây là việc của người khác nên bạn không xem được.",
    en: "This is another person's work, which you may not see.",
  },
  "reads-records": {
    status: 409,
    vi: "Người nhập lần hai không được có vai trò xem được trường hợp của người khác.",
    en: "A second keyer may not hold a role that reads other people's records.",
  },
  "record-exists": {
    status: 409,
    vi: "Số này của sổ đã được nhập.",
    en: "This number of the book was keyed already.",
  },
  "record-unknown": { status: 404, vi: "Không có trường hợp này.", en: "No such record." },
  "record-voided": { status: 409, vi: "Trường hợp này đã bị hủy.", en: "The record was voided." },
  "record-not-in-batch": {
    status: 422,
    vi: "Số này không thuộc lô.",
    en: "The number does not belong to the batch.",
  },
  "record-locked": {
    status: 409,
    vi: "Trường hợp đã nghiệm thu, chỉ sửa được theo đề nghị.",
    en: "The record was accepted; it changes only by request.",
  },
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
  "nothing-changed": { status: 422, vi: "Không có gì thay đổi.", en: "Nothing would change." },
  "value-not-storable": { status: 422, vi: "Có giá trị không lưu được.", en: "A value cannot be stored." },
  "warning-not-accepted": {
    status: 422,
    vi: "Có cảnh báo chưa được xác nhận lý do.",
    en: "There are warnings that nobody has accepted with a reason.",
  },
  "import-unknown": { status: 404, vi: "Không có lần nhập tệp này.", en: "No such import." },
  "import-not-ready": { status: 409, vi: "Lần nhập tệp chưa sẵn sàng.", en: "The import is not ready." },
  "import-refused": {
    status: 409,
    vi: "Tệp còn dòng lỗi nên không nhập dòng nào.",
    en: "The file has refused rows, so nothing was imported.",
  },
  "workbook-refused": { status: 422, vi: "Không nhận tệp bảng tính này.", en: "The workbook is refused." },
  "review-unknown": { status: 404, vi: "Không có lần kiểm tra này.", en: "No such review." },
  "review-closed": { status: 409, vi: "Lần kiểm tra đã kết thúc.", en: "The review is closed." },
  "record-not-in-sample": {
    status: 422,
    vi: "Trường hợp không thuộc mẫu.",
    en: "The record is not in the sample.",
  },
  "sample-not-checked": {
    status: 409,
    vi: "Mẫu chưa được kiểm tra hết.",
    en: "The sample is not fully checked.",
  },
  "keyed-by-yourself": {
    status: 403,
    vi: "Bạn đã nhập dữ liệu của lô này nên không được nhập lần hai, phân xử, kiểm tra hay nghiệm thu.",
    en: "You keyed in this batch: you may not key it a second time, arbitrate, check or accept it.",
  },
  "checked-by-yourself": {
    status: 403,
    vi: "Bạn đã kiểm tra lô này nên không được nghiệm thu.",
    en: "You checked this batch, so you may not accept it.",
  },
  "arbitrated-by-yourself": {
    status: 403,
    vi: "Bạn đã phân xử lô này nên không được kiểm tra hoặc nghiệm thu.",
    en: "You arbitrated in this batch and may neither check nor accept it.",
  },
  "marks-required": {
    status: 422,
    vi: "Trả lại lô phải có lỗi được đánh dấu.",
    en: "Returning a batch needs at least one mark.",
  },
  "error-limit-exceeded": {
    status: 409,
    vi: "Tỷ lệ lỗi của mẫu vượt giới hạn, phải trả lại lô.",
    en: "The sample's error rate is above the limit; the batch must be returned.",
  },
  "lot-unknown": {
    status: 404,
    vi: "Không có lô nghiệm thu này.",
    en: "No such lot.",
  },
  "lot-decided": {
    status: 409,
    vi: "Lô nghiệm thu này đã có kết luận.",
    en: "The lot was decided already.",
  },
  "lot-not-decided": {
    status: 409,
    vi: "Lô nghiệm thu này chưa có kết luận.",
    en: "The lot is not decided yet.",
  },
  "lot-limit-exceeded": {
    status: 409,
    vi: "Số trường hợp sai vượt giới hạn nghiệm thu.",
    en: "More cases are wrong than the plan allows.",
  },
  "lot-mixed": {
    status: 422,
    vi: "Một lô nghiệm thu chỉ gồm các lô nhập của một đơn vị và một loại sổ.",
    en: "A lot holds batches of one unit and one book type.",
  },
  "decided-by-lot": {
    status: 409,
    vi: "Lô này được kết luận cùng lô nghiệm thu của nó.",
    en: "This is decided together with its lot.",
  },
  "batch-not-waiting": {
    status: 409,
    vi: "Lô nhập này không chờ nghiệm thu.",
    en: "The batch does not wait for a lot.",
  },
  "reason-required": {
    status: 422,
    vi: "Cần ghi lý do.",
    en: "A reason is needed.",
  },
  "fixes-required": {
    status: 409,
    vi: "Còn chỗ sai phải sửa: hãy nghiệm thu có sửa.",
    en: "Something is wrong and must be mended: accept after fixes.",
  },
  "reconciliation-open": {
    status: 409,
    vi: "Còn chỗ chưa đối soát: mỗi chỗ phải có lý do.",
    en: "The reconciliation is open: each finding needs a reason.",
  },
  "inspection-stopped": {
    status: 409,
    vi: "Năm lô bị trả lại khi kiểm tra ngặt: phải tìm và sửa nguyên nhân trước.",
    en: "Five lots came back under tightened inspection: mend the cause first.",
  },
  "limits-for-the-past": {
    status: 422,
    vi: "Không đặt giới hạn cho ngày đã qua.",
    en: "Limits cannot be set for a day that is past.",
  },
  "book-not-accepted": {
    status: 409,
    vi: "Sổ còn trường hợp chưa được nghiệm thu.",
    en: "Some records of the book are not accepted yet.",
  },
  "package-incomplete": {
    status: 409,
    vi: "Gói bàn giao lần đầu phải có đủ mọi trường hợp của sổ.",
    en: "The first package must hold every record of the book.",
  },
  "nothing-to-hand-over": {
    status: 409,
    vi: "Không còn gì để bàn giao.",
    en: "Nothing is left to hand over.",
  },
  "record-not-outstanding": {
    status: 409,
    vi: "Trường hợp này không chờ bàn giao lại.",
    en: "This record does not wait to be handed over again.",
  },
  "refusal-not-answered": {
    status: 409,
    vi: "Trường hợp bị từ chối phải được sửa, hoặc xác nhận đúng theo sổ, trước khi gửi lại.",
    en: "A refused record must be corrected, or confirmed as written, before it goes out again.",
  },
  "answer-outstanding": {
    status: 409,
    vi: "Gói trước chưa có kết quả.",
    en: "The package before has no answer yet.",
  },
  "answer-not-awaited": {
    status: 409,
    vi: "Gói này đã có kết quả.",
    en: "The package was answered already.",
  },
  "answer-unreadable": {
    status: 422,
    vi: "Không đọc được tệp kết quả.",
    en: "The answer file cannot be read.",
  },
  "answer-too-large": {
    status: 422,
    vi: "Kết quả có quá nhiều trường hợp bị từ chối hoặc chưa có kết quả để ghi nhận một lần.",
    en: "The answer leaves too many records refused or unanswered to be recorded at once.",
  },
  "not-handed-over": {
    status: 404,
    vi: "Sổ chưa được bàn giao.",
    en: "The book was not handed over.",
  },
  "handover-incomplete": {
    status: 409,
    vi: "Còn trường hợp bị từ chối hoặc chưa có kết quả.",
    en: "Some records are refused or unanswered.",
  },
  "handover-accepted": {
    status: 409,
    vi: "Kết quả quản lý dữ liệu của sổ đã được nghiệm thu.",
    en: "The book's hand-over was accepted already.",
  },
  "handed-over-by-yourself": {
    status: 403,
    vi: "Bạn đã bàn giao sổ này nên không được nghiệm thu.",
    en: "You handed this book over, so you may not accept it.",
  },
  "record-not-accepted": {
    status: 409,
    vi: "Trường hợp chưa nghiệm thu, hãy sửa trực tiếp trong lô.",
    en: "The record is not accepted yet; correct it in its batch.",
  },
  "correction-unknown": { status: 404, vi: "Không có đề nghị sửa này.", en: "No such correction request." },
  "correction-decided": {
    status: 409,
    vi: "Đề nghị sửa đã được quyết định.",
    en: "The request was decided already.",
  },
  "requested-by-yourself": {
    status: 403,
    vi: "Người đề nghị không được tự duyệt.",
    en: "The requester may not decide his own request.",
  },
  "value-changed-meanwhile": {
    status: 409,
    vi: "Giá trị đã khác với lúc đề nghị.",
    en: "The value is no longer what the request says.",
  },
  "export-unknown": { status: 404, vi: "Không có lần xuất này.", en: "No such export." },
  "export-not-ready": { status: 409, vi: "Tệp xuất chưa xong.", en: "The export is not finished." },
};

/** Status and words of a code. */
export const textOf = (code: ErrorCode): ProblemText => texts[code];

/** RFC 9457 problem document; `errors` has a JSON pointer per field. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  titleEn: z.string(),
  status: z.int(),
  code: z.string(),
  correlationId: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  errors: z
    .array(
      z.object({
        pointer: z.string(),
        detail: z.string(),
        detailEn: z.string().optional(),
        rule: z.string().optional(),
        severity: z.enum(["error", "warning", "info"]).optional(),
      }),
    )
    .optional(),
});
export type Problem = z.infer<typeof Problem>;

export const PROBLEM_JSON = "application/problem+json; charset=utf-8";

export const toProblem = (
  rejected: Pick<CommandRejected, "code" | "params" | "problems">,
  correlationId: string,
): Problem => {
  const { status, vi, en } = texts[rejected.code];
  return {
    type: `urn:sogoc:problem:${rejected.code}`,
    title: vi,
    titleEn: en,
    status,
    code: rejected.code,
    correlationId,
    ...(Object.keys(rejected.params).length > 0 ? { params: { ...rejected.params } } : {}),
    ...(rejected.problems.length > 0
      ? { errors: rejected.problems.map((problem: FieldProblem) => ({ ...problem })) }
      : {}),
  };
};
