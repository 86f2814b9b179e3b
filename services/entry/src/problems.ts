import type { ProblemTexts } from "@sogoc/http";

/** What the entry service refuses: code, HTTP status, words. */
export const problems = {
  "quota-exceeded": {
    status: 413,
    vi: "Đơn vị đã dùng hết phần lưu trữ dành cho tệp tải lên. Hãy báo người quản trị.",
    en: "The unit has used up its share of storage for uploaded files. Tell the administrator.",
  },
  "record-exists": {
    status: 409,
    vi: "Số này của sổ đã được nhập.",
    en: "This number of the book was keyed already.",
  },
  "book-exists": { status: 409, vi: "Sổ này đã được đăng ký.", en: "The book is registered already." },
  "book-accepted": {
    status: 409,
    vi: "Sổ đã có lô nghiệm thu nên nơi đăng ký của sổ không một người tự đổi được nữa.",
    en: "Batches of the book were accepted, so its office is no longer changed by one person alone.",
  },
  "accepted-by-yourself": {
    status: 403,
    vi: "Bạn đã nghiệm thu lô của sổ này nên không tự ghi lý do đối soát, không tự sửa số trường hợp, số trang của sổ: một người có quyền quản lý sổ mà không nghiệm thu lô nào của sổ làm việc này.",
    en: "You have accepted a batch of this book, so you do not close its findings nor change how many cases or pages it has: somebody who keeps books and has accepted none of this one does.",
  },
  "exchange-unknown": { status: 404, vi: "Không có đề nghị thay này.", en: "No such request." },
  "exchange-decided": {
    status: 409,
    vi: "Đề nghị này đã có người quyết định.",
    en: "Somebody has decided about the request already.",
  },
  "exchange-of-yourself": {
    status: 403,
    vi: "Người đề nghị không tự duyệt đề nghị của mình; hãy để người khác có quyền nghiệm thu quyết định.",
    en: "Who asked does not decide; somebody else who may accept does.",
  },
  "unit-keeps-no-books": {
    status: 422,
    vi: "Nhà thầu không giữ sổ hộ tịch: đăng ký sổ ở cơ quan có sổ (xã, huyện …), rồi cho người của nhà thầu vai trò ở cơ quan ấy.",
    en: "A contractor keeps no registers: register the book in the office that has it (a commune or a district), and give the contractor's people their roles there.",
  },
  "cases-made-by-yourself": {
    status: 403,
    vi: "Bạn đã nhập, sửa hoặc phân xử trường hợp mà đề nghị này nói đến nên không được quyết định: người nghiệm thu khác của đơn vị, hoặc của đơn vị cấp trên, quyết định.",
    en: "You keyed, corrected or arbitrated cases that this request is about, so you may not decide it: another acceptor of the unit, or of one above, does.",
  },
  "exchange-outdated": {
    status: 409,
    vi: "Ảnh hoặc nơi đăng ký đã thay đổi từ lúc đề nghị. Hãy không duyệt và đề nghị lại.",
    en: "The scan or the office has changed since the request was made. Decline it, and ask anew.",
  },
  "exchange-needless": {
    status: 409,
    vi: "Chỗ này chưa nghiệm thu, hoặc không có gì để thay: cứ sửa trực tiếp.",
    en: "This is not accepted, or there is nothing to exchange: it is changed directly.",
  },
  "exchange-waiting": {
    status: 409,
    vi: "Đã có một đề nghị cho chỗ này đang chờ quyết định.",
    en: "A request about the same thing waits for a decision already.",
  },
  "finding-not-standing": {
    status: 409,
    vi: "Chỗ này hiện không lệch, hoặc số của nó còn đang nhập, nên chưa đóng được.",
    en: "This does not stand now, or its numbers are still being keyed, so it cannot be closed yet.",
  },
  "scan-unknown": { status: 404, vi: "Không có tệp quét này.", en: "No such scan." },
  "batch-unknown": { status: 404, vi: "Không có lô này.", en: "No such batch." },
  "batch-overlaps": {
    status: 409,
    vi: "Các số này đã thuộc một lô khác của sổ.",
    en: "These numbers belong to another batch of the book.",
  },
  "numbers-keyed": {
    status: 409,
    vi: "Trong các số này có số đã có trường hợp: lô bổ sung chỉ nhận số chưa có trường hợp.",
    en: "Some of these numbers have a case: a supplementary batch takes numbers without a case.",
  },
  "no-first-case": {
    status: 409,
    vi: "Số này chưa có trường hợp nào được nhập: hãy mở lô cho chính số ấy, không phải cho trường hợp thứ hai.",
    en: "No case of this number is keyed yet: open a batch for the number itself, not for a second case of it.",
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
  "batch-already-submitted": {
    status: 409,
    vi: "Lô đã được nộp.",
    en: "The batch was submitted already.",
  },
  "batch-empty": { status: 409, vi: "Lô chưa có trường hợp nào.", en: "The batch has no records." },
  "batch-locked": { status: 409, vi: "Lô đã được nghiệm thu.", en: "The batch was accepted." },
  "note-before-acceptance": {
    status: 409,
    vi: "Trường hợp này chưa được nghiệm thu. Ghi chú có trong sổ giấy thì nhập vào cột ghi chú, cùng trường hợp; ghi chú theo quyết định chỉ viết sau khi nghiệm thu.",
    en: "The case is not accepted yet. A note in the paper book is keyed with the case, in its column of notes; a note by decision is written after acceptance only.",
  },
  "batch-withdrawn": {
    status: 409,
    vi: "Lô mở nhầm này đã được rút: không nhận trường hợp nào nữa.",
    en: "The batch was opened by mistake and has been withdrawn: it takes no more cases.",
  },
  "batch-not-empty": {
    status: 409,
    vi: "Lô đã có trường hợp, hoặc đã từng được nộp, nên không rút được nữa.",
    en: "The batch has cases, or was submitted before, and cannot be withdrawn any more.",
  },
  "batch-with-somebody": {
    status: 409,
    vi: "Lô đang ở tay người khác, có thể đang nhập dở. Hãy thu hồi lô trước, rồi rút.",
    en: "Somebody else has the batch and may have begun a case. Take it back first, then withdraw it.",
  },
  "batch-not-yours": {
    status: 403,
    vi: "Chỉ người đã mở lô hoặc quản trị đơn vị rút được lô.",
    en: "Only who opened the batch, or the unit's administrator, withdraws it.",
  },
  "first-keying-finished": {
    status: 409,
    vi: "Lô đã nhập xong lần một.",
    en: "The first keying of the batch is finished.",
  },
  "second-keying-finished": {
    status: 409,
    vi: "Lô đã nhập xong cả hai lần, đang chờ phân xử.",
    en: "Both keyings of the batch are finished; what differs waits for a decision.",
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
  "required-not-keyed": {
    status: 422,
    vi: "Còn mục bắt buộc đang trống: gõ vào, hoặc bấm F2 nếu sổ để trống, F3 nếu không đọc được.",
    en: "Required fields are still empty: type them, or press F2 where the book leaves them blank, F3 where they cannot be read.",
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
    vi: "Cần nói sổ ghi gì ở ô này: gõ chữ đọc được, hoặc nói rõ sổ để trống (F2), không đọc được (F3). Lần nhập không có giá trị thì không chọn được.",
    en: "Say what the paper has in this field: type it, or say that it is blank in the book (F2) or cannot be read (F3). A keying without a value cannot be chosen.",
  },
  "records-read": {
    status: 409,
    vi: "Người này đã xem kết quả nhập lần một của lô nên không nhập lần hai được. Người giao lô thu hồi lô (nếu đã giao) và giao cho người khác nhập lần hai.",
    en: "This person has seen the first keying of the batch and cannot key it a second time. Whoever assigns it takes it back, where it was assigned, and gives it to somebody else.",
  },
  "import-sent": {
    status: 409,
    vi: "Người này đã gửi bảng tính có trường hợp của lô hoặc của quyển này nên không nhập lần hai được.",
    en: "This person has sent a workbook with cases of this batch or book and cannot key it a second time.",
  },
  "record-not-in-batch": {
    status: 422,
    vi: "Số này không thuộc lô.",
    en: "The number does not belong to the batch.",
  },
  "import-unknown": { status: 404, vi: "Không có lần nhập tệp này.", en: "No such import." },
  "second-sheet-unseen": {
    status: 422,
    vi: "Tệp có trang “So goc” giữ thêm giá trị và lý do. Hãy xem phần đó trong bản xem trước rồi xác nhận.",
    en: 'The file has a sheet "So goc" that keeps more values and reasons. Look at them in the preview, then confirm.',
  },
  "preview-unseen": {
    status: 409,
    vi: "Bạn chưa xem bản xem trước của tệp này. Hãy xem các dòng và các cảnh báo rồi xác nhận.",
    en: "You have not asked for the preview of this file. Look at its rows and warnings, then confirm.",
  },
  "preview-differs": {
    status: 409,
    vi: "Tệp hoặc bản xem trước không còn như bản bạn đã xem, nên chưa ghi gì. Hãy xem lại.",
    en: "The file or its preview is not the one that you looked at, so nothing was written. Look again.",
  },
  "import-not-ready": { status: 409, vi: "Lần nhập tệp chưa sẵn sàng.", en: "The import is not ready." },
} as const satisfies ProblemTexts;

/** Texts of a refusal as the problem of one row of a workbook: the request itself succeeds. */
export const rowTexts = (code: keyof typeof problems) => {
  const { vi: messageVi, en: messageEn } = problems[code];
  return { rule: code, messageVi, messageEn };
};

export const isEntryCode = (code: string): code is keyof typeof problems => Object.hasOwn(problems, code);

type OwnCodes = { readonly [Code in keyof typeof problems]: true };

declare module "@sogoc/core" {
  interface RefusalCodes extends OwnCodes {}
}
