import type { ProblemTexts } from "@sogoc/http";

/** What the review service refuses: code, HTTP status, words. */
export const problems = {
  "review-unknown": { status: 404, vi: "Không có lần kiểm tra này.", en: "No such review." },
  "review-closed": { status: 409, vi: "Lần kiểm tra đã kết thúc.", en: "The review is closed." },
  "record-not-in-sample": {
    status: 422,
    vi: "Trường hợp không thuộc mẫu.",
    en: "The record is not in the sample.",
  },
  "field-marked-twice": {
    status: 422,
    vi: "Mỗi ô chỉ đánh dấu một lần.",
    en: "A field is marked once.",
  },
  "sample-not-checked": {
    status: 409,
    vi: "Mẫu chưa được kiểm tra hết.",
    en: "The sample is not fully checked.",
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
    vi: "Không có gì phải sửa: không có lỗi được đánh dấu, cũng không còn cảnh báo nào chưa trả lời.",
    en: "Nothing is to be mended: there is no mark, and no warning that nobody has answered.",
  },
  "error-limit-exceeded": {
    status: 409,
    vi: "Tỷ lệ lỗi của mẫu vượt giới hạn, phải trả lại lô.",
    en: "The sample's error rate is above the limit; the batch must be returned.",
  },
  "critical-errors": {
    status: 409,
    vi: "Có lỗi nghiêm trọng: phải trả lại.",
    en: "There is a critical error: it must be returned.",
  },
  "lot-decided": {
    status: 409,
    vi: "Lô nghiệm thu này đã có kết luận.",
    en: "The lot was decided already.",
  },
  "lot-dissolved": {
    status: 409,
    vi: "Lô nghiệm thu này không còn: có lô nhập của nó đã vào một lô nghiệm thu khác được lập cùng lúc. Các lô nhập còn lại lại chờ lập lô.",
    en: "This lot was given up: another lot, formed at the same moment, has some of its batches. The others wait for a lot again.",
  },
  "lot-limit-exceeded": {
    status: 409,
    vi: "Số trường hợp sai vượt giới hạn nghiệm thu, phải trả lại cả lô.",
    en: "More cases are wrong than the plan allows; the lot must be returned.",
  },
  "lot-mixed": {
    status: 422,
    vi: "Một lô nghiệm thu chỉ gồm các lô nhập của một đơn vị và một loại sổ.",
    en: "A lot holds batches of one unit and one book type.",
  },
  "lot-of-two-digitisers": {
    status: 422,
    vi: "Các lô nhập này do những đơn vị khác nhau nhập: mỗi bên vào lô nghiệm thu riêng, vì kiểm tra ngặt hay thường tùy theo đơn vị nhập.",
    en: "These batches were keyed by different units: each goes into a lot of its own, since how strictly work is inspected follows from whose it is.",
  },
  "lot-of-two-rounds": {
    status: 422,
    vi: "Lô nhập nộp lần đầu và lô nhập nộp lại không vào chung một lô nghiệm thu.",
    en: "Batches submitted for the first time and batches submitted again do not share a lot.",
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
  "marks-not-mended": {
    status: 409,
    vi: "Còn ô lần trước bị đánh dấu sai mà trở lại vẫn như cũ: người kiểm tra đánh dấu lại, hoặc bỏ dấu và ghi lý do.",
    en: "Fields that an earlier check marked came back as they were: mark them again, or take the marks back with a reason.",
  },
  "findings-open": {
    status: 409,
    vi: "Còn cảnh báo chưa ai trả lời: trả lại hoặc nghiệm thu có sửa, để người nhập ghi lý do từng chỗ.",
    en: "Some warnings nobody has answered: return it, or accept after fixes, so that each gets a reason.",
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
  "reduced-not-earned": {
    status: 409,
    vi: "Chưa được kiểm tra giảm: đơn vị nhập phải đạt đủ 30 điểm qua các lô kiểm tra thường.",
    en: "Not to be inspected reduced yet: that takes 30 points from lots inspected normally.",
  },
  "limits-for-the-past": {
    status: 422,
    vi: "Không đặt giới hạn cho ngày đã qua.",
    en: "Limits cannot be set for a day that is past.",
  },
  "record-not-accepted": {
    status: 409,
    vi: "Trường hợp chưa nghiệm thu, hãy sửa trực tiếp trong lô.",
    en: "The record is not accepted yet; correct it in its batch.",
  },
  "book-not-accepted": {
    status: 409,
    vi: "Sổ còn trường hợp chưa được nghiệm thu.",
    en: "Some records of the book are not accepted yet.",
  },
  "batches-not-accepted": {
    status: 409,
    vi: "Sổ còn lô chưa được nghiệm thu (lô chưa nhập trường hợp nào cũng tính): hãy nghiệm thu, hoặc rút lô mở nhầm, rồi bàn giao cả quyển hoặc nghiệm thu kết quả.",
    en: "Some batches of the book are not accepted yet, be they empty: accept them, or withdraw those opened by mistake, before the whole book is handed over or its result accepted.",
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
    vi: "Trường hợp này không chờ bàn giao: bản hiện nay đã gửi rồi.",
    en: "This record does not wait to be handed over: it went out as it stands.",
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
  "answer-names-none": {
    status: 422,
    vi: "Tệp này không nhắc tới trường hợp nào của gói: có lẽ là kết quả của gói khác. Chưa ghi gì.",
    en: "The file names no case of the package: it may be another one's answer. Nothing was recorded.",
  },
  "answer-all-pending": {
    status: 422,
    vi: "Tệp này có nêu trường hợp của gói, nhưng chưa trường hợp nào có kết quả: hãy đợi tệp có kết quả nạp hoặc từ chối. Chưa ghi gì.",
    en: "The file names cases of the package, and none of them has its result yet: wait for a file that says what was loaded or refused. Nothing was recorded.",
  },
  "answer-of-another-book": {
    status: 422,
    vi: "Tệp này ghi sổ, loại sổ hoặc nơi đăng ký khác với gói: đó là kết quả của sổ khác. Chưa ghi gì.",
    en: "The file names another book, type or office than the package's: it is another one's answer. Nothing was recorded.",
  },
  "answer-of-earlier-package": {
    status: 409,
    vi: "Tệp này nói đúng những gì kết quả của một gói trước đã nói: nếu nó vẫn là kết quả của gói này, hãy xác nhận và ghi lý do.",
    en: "The file says just what the answer to an earlier package said: confirm that it is this package's answer all the same, and why.",
  },
  "answer-of-which-package": {
    status: 409,
    vi: "Có dòng có thể là kết quả của bản ở gói trước chưa được trả lời, hoặc của bản đã đổi ở gói sau: hãy xem hai bản khác nhau chỗ nào, cho biết là của gói nào và ghi lý do.",
    en: "Some lines may be results of cases as an earlier package had them, which nobody has answered, or as a later one has them: look at what differs, say of which package they are, and why.",
  },
  "answer-place-unread": {
    status: 409,
    vi: "Có chỗ trong tệp có thể là tên sổ, loại sổ hoặc nơi đăng ký mà không đọc được: hãy xem từng chỗ, xác nhận và ghi lý do.",
    en: "Places in the file may name a book, a type or an office and cannot be read: look at each, confirm, and say why.",
  },
  "answer-before-package": {
    status: 409,
    vi: "Tệp này chỉ nói tới những ngày trước khi lập gói: nếu đúng là kết quả của gói này, hãy ghi lý do.",
    en: "The file tells only of days before its package was made: say why it is this package's answer.",
  },
  "answer-contradicts": {
    status: 409,
    vi: "Có trường hợp mà kết quả trước nói khác với tệp này: hãy xem từng trường hợp, chọn bên đúng và ghi lý do.",
    en: "Of some cases an answer before says otherwise than this file: look at each, say which is right and why.",
  },
  "answer-mapping-wrong": {
    status: 422,
    vi: "Cách ghép cột và chữ này trái với chính tệp: chữ nói là không nạp được không tính là đã nạp hay chưa có kết quả, mỗi cột chỉ là một thứ, và không dòng nào của sổ bị bỏ qua. Chưa ghi gì.",
    en: "These columns and texts contradict the file itself: a text that says that a record was not loaded counts neither as loaded nor as still to come, a column is one thing only, and no line of the book's cases is skipped. Nothing was recorded.",
  },
  "answer-doubted": {
    status: 409,
    vi: "Có dòng mà chính tệp nói khác với cách tính: tính là đã nạp mà có lý do từ chối, hoặc ghi đã nạp mà không tính. Hãy xem từng dòng, xác nhận và ghi lý do.",
    en: "Some lines speak against what they count as: loaded with a reason of refusal beside it, or loaded by their text and not counted so. Look at each, confirm, and say why.",
  },
  "answer-lines-aside": {
    status: 409,
    vi: "Tệp có dòng không tính cho trường hợp nào: ở trang tính khác, ở bảng khác, hoặc không có số đăng ký. Hãy xem từng dòng; nếu là kết quả của gói thì chọn đúng trang tính hoặc ghi đủ số rồi gửi lại, nếu không thì xác nhận và ghi lý do.",
    en: "Some lines of the file count for no case: on another sheet, in another table, or without a number. Look at each; if they are results of the package, choose the right sheet or fill in the numbers and send it again, else confirm, and say why.",
  },
  "refusals-set-aside": {
    status: 409,
    vi: "Cơ sở dữ liệu quốc gia đã từ chối những trường hợp này, và người nhận kết quả vẫn giữ là đã nạp: hãy xem từng trường hợp rồi xác nhận số đã xem.",
    en: "The national database refused these records, and whoever recorded the answer kept them as loaded: look at each, then confirm how many were seen.",
  },
  "answer-doubts-unseen": {
    status: 409,
    vi: "Có dòng của tệp kết quả nói khác với cách tính (tính là đã nạp hoặc chưa có kết quả mà tệp ghi khác), hoặc không tính cho trường hợp nào: hãy xem từng dòng rồi xác nhận số đã xem.",
    en: "Some lines of the answers speak against what they count as (loaded, or still to come), or count for no case: look at each, then confirm how many were seen.",
  },
  "answer-not-awaited": {
    status: 409,
    vi: "Gói này đã có kết quả; tệp này không nói thêm gì về trường hợp còn chưa có kết quả.",
    en: "The package was answered already, and this file says nothing of cases that are still unanswered.",
  },
  "answer-unreadable": {
    status: 422,
    vi: "Không đọc được tệp kết quả.",
    en: "The answer file cannot be read.",
  },
  "answer-years-short": {
    status: 409,
    vi: "Tệp ghi năm bằng hai chữ số: hãy xem các ví dụ rồi cho biết là năm 19… hay 20… Chưa ghi gì.",
    en: "The file writes years with two digits: look at the examples, then say of which century they are. Nothing was recorded.",
  },
  "answer-mapping-missing": {
    status: 422,
    vi: "Chưa có ai xác nhận các cột và chữ của tệp kết quả này: hãy xem trước rồi xác nhận. Chưa ghi gì.",
    en: "Nobody has confirmed what the columns and texts of this answer mean: preview it, then confirm. Nothing was recorded.",
  },
  "answer-too-large": {
    status: 422,
    vi: "Kết quả có quá nhiều trường hợp bị từ chối hoặc chưa có kết quả để ghi nhận một lần.",
    en: "The answer leaves too many records refused or unanswered to be recorded at once.",
  },
  "package-outdated": {
    status: 409,
    vi: "Có trường hợp, ảnh quét hoặc cơ quan đăng ký đã đổi từ khi lập gói: hãy lập lại gói rồi bàn giao.",
    en: "Cases, scans or the registering office have changed since the package was made: make it again and hand that over.",
  },
  "correction-under-way": {
    status: 409,
    vi: "Có trường hợp đang chờ quyết định sửa: quyết định xong mới bàn giao hoặc nghiệm thu kết quả.",
    en: "Corrections of some cases are asked for: they are decided before these are handed over or accepted.",
  },
  "exchange-under-way": {
    status: 409,
    vi: "Có đề nghị thay ảnh quét hoặc nơi đăng ký chờ quyết định: quyết định xong mới bàn giao hoặc nghiệm thu kết quả.",
    en: "Another scan or office is asked for: that is decided before these are handed over or accepted.",
  },
  "cases-not-let-go": {
    status: 409,
    vi: "Có trường hợp còn ô bị đánh dấu hoặc cảnh báo chưa ai trả lời, hoặc sổ còn chỗ đối soát chưa đóng, còn thiếu trường hợp so với kiểm kê: hãy ghi lý do vẫn bàn giao.",
    en: "Some cases hold marks or findings that nobody has settled, or the book's reconciliation is open, or cases of the inventory are missing: say why they are handed over.",
  },
  "handover-incomplete": {
    status: 409,
    vi: "Còn trường hợp bị từ chối hoặc chưa có kết quả.",
    en: "Some records are refused or unanswered.",
  },
  "handover-outdated": {
    status: 409,
    vi: "Có trường hợp được nghiệm thu thêm, đã sửa, đã ghi chú theo quyết định, hoặc đã thay ảnh, thay bìa, thay cơ quan đăng ký sau khi gửi gói: hãy lập gói bổ sung và bàn giao trước.",
    en: "Cases were accepted, corrected or annotated, or their scan, cover or office exchanged, after the packages went out: hand these over first, as a supplement.",
  },
  "handover-accepted": {
    status: 409,
    vi: "Kết quả quản lý dữ liệu của sổ đã được nghiệm thu, và từ đó không có gì mới để bàn giao.",
    en: "The book's hand-over was accepted already, and nothing has come up since.",
  },
  "handed-over-by-yourself": {
    status: 403,
    vi: "Bạn đã bàn giao sổ này nên không được nghiệm thu.",
    en: "You handed this book over, so you may not accept it.",
  },
  "changes-not-waiting": {
    status: 409,
    vi: "Có ghi chú hoặc ảnh trong danh sách không chờ xác nhận nữa, hoặc đã đổi: hãy tải lại trang và xem lại.",
    en: "Some of these notes or scans no longer wait to be confirmed, or have changed: load the page again and look once more.",
  },
  "supplemented-by-yourself": {
    status: 403,
    vi: "Bạn đã ghi chú theo quyết định hoặc thêm ảnh vào sổ này sau khi nghiệm thu nên không được xác nhận việc ấy, cũng không nghiệm thu kết quả.",
    en: "You wrote a note by a decision or attached a scan of this book after it was accepted, so you may neither confirm that nor accept the result.",
  },
  "correction-unknown": { status: 404, vi: "Không có đề nghị sửa này.", en: "No such correction request." },
  "correction-decided": {
    status: 409,
    vi: "Đề nghị sửa đã được quyết định.",
    en: "The request was decided already.",
  },
  "marked-value-returns": {
    status: 409,
    vi: "Đề nghị đưa trở lại giá trị mà người kiểm tra đã đánh dấu sai: hãy xem chỗ đánh dấu và ghi lý do vẫn duyệt.",
    en: "The request brings back a value that a checker had marked wrong: look at the mark and say why it is approved.",
  },
  "correction-outdated": {
    status: 409,
    vi: "Ô đã đổi từ khi có đề nghị: hãy từ chối, rồi đề nghị lại theo giá trị hiện nay.",
    en: "The field has changed since this was asked for: decline it, and ask again from what is there now.",
  },
  "requested-by-yourself": {
    status: 403,
    vi: "Người đề nghị không được tự duyệt: người nghiệm thu khác của đơn vị, hoặc của đơn vị cấp trên, quyết định.",
    en: "The requester may not decide their own request: another acceptor of the unit, or of one above, does.",
  },
  "value-made-by-yourself": {
    status: 403,
    vi: "Bạn đã nhập, sửa hoặc phân xử trường hợp này nên không được quyết định đề nghị sửa nó: người nghiệm thu khác của đơn vị, hoặc của đơn vị cấp trên, quyết định.",
    en: "You keyed, corrected or arbitrated this case, so you may not decide how it is corrected: another acceptor of the unit, or of one above, does.",
  },
  "limits-set-by-yourself": {
    status: 403,
    vi: "Bạn đã đặt giới hạn nghiệm thu (giới hạn lỗi, cỡ mẫu) áp dụng cho lô này, hoặc đã mở lô với giới hạn nới hơn giới hạn của đơn vị, nên không được kết luận lô: người nghiệm thu khác của đơn vị, hoặc của đơn vị cấp trên, kết luận.",
    en: "You set the limits (of errors, of the sample) by which this batch or lot is accepted, or opened it with limits laxer than its unit's, so you may not decide it: another acceptor of the unit, or of one above, does.",
  },
  "laxer-limits": {
    status: 409,
    vi: "Lô này được mở với giới hạn lỏng hơn giới hạn của đơn vị (mẫu nhỏ hơn, hoặc cho phép nhiều ô sai hơn): người nghiệm thu xem hai mức và xác nhận vẫn nghiệm thu theo giới hạn của lô, hoặc trả lại lô.",
    en: "This batch was opened with limits laxer than its unit's (a smaller sample, or more wrong fields allowed): who accepts it looks at both and confirms that it is accepted by the batch's own, or returns it.",
  },
  "closed-by-yourself": {
    status: 403,
    vi: "Bạn đã đóng chỗ đối soát của sổ này, hoặc tự ghi, tự gắn những gì việc nghiệm thu dựa vào (số trường hợp, số trang, nơi đăng ký, ảnh quét, ảnh bìa), nên không được nghiệm thu trên lời của chính mình: người nghiệm thu khác của đơn vị, hoặc của đơn vị cấp trên, nghiệm thu; hoặc người khác xem lại và ghi lại.",
    en: "You closed findings of this book, or said or attached what its acceptance rests on (how many cases or pages it has, its office, its scans, its cover), so you may not accept on your own word: another acceptor of the unit, or of one above, accepts; or somebody else looks at it and says so again.",
  },
} as const satisfies ProblemTexts;

type OwnCodes = { readonly [Code in keyof typeof problems]: true };

declare module "@sogoc/core" {
  interface RefusalCodes extends OwnCodes {}
}
