import type { ProblemTexts } from "@sogoc/http";

/** What the accounts service refuses: code, HTTP status, words. */
export const problems = {
  "sign-in-refused": {
    status: 401,
    vi: "Tên đăng nhập hoặc mật khẩu không đúng.",
    en: "Wrong name or password.",
  },
  "password-too-weak": {
    status: 422,
    vi: "Mật khẩu dễ đoán: cần ít nhất 10 ký tự, khác mật khẩu cũ, không phải mật khẩu thường gặp, không ghép từ tên của bạn.",
    en: "The password is easily guessed: it needs at least 10 characters, differs from the old one, is no common password and is not made of your own names.",
  },
  "password-wrong": {
    status: 422,
    vi: "Mật khẩu hiện tại không đúng.",
    en: "The current password is wrong.",
  },
  "second-factor-needed": {
    status: 401,
    vi: "Hãy nhập mã 6 số đang hiện trong ứng dụng xác thực trên điện thoại, hoặc một mã dự phòng.",
    en: "Enter the six digits that the authenticator on your phone shows now, or a recovery code.",
  },
  "second-factor-wrong": {
    status: 422,
    vi: "Mã không đúng hoặc đã dùng rồi; hãy nhập mã đang hiện. Nếu vẫn sai, hãy xem giờ trên điện thoại có đúng không.",
    en: "The code is wrong or was used already; enter the one that is shown now. If it stays wrong, see whether the phone's clock is right.",
  },
  "second-factor-current-needed": {
    status: 422,
    vi: "Đang có xác thực hai bước: hãy nhập thêm mã của điện thoại đang dùng, hoặc một mã dự phòng. Mất cả hai thì nhờ quản trị viên cấp lại mật khẩu và bỏ xác thực hai bước.",
    en: "There is a second factor: enter a code of the phone in use, or a recovery code, as well. With neither, an administrator resets the password and takes the second factor away.",
  },
  "second-factor-current-wrong": {
    status: 422,
    vi: "Mã của điện thoại đang dùng không đúng hoặc đã dùng rồi.",
    en: "The code of the phone in use is wrong or was used already.",
  },
  "second-factor-not-begun": {
    status: 409,
    vi: "Mã QR này đã quá nửa giờ; hãy mở lại trang để lấy mã mới.",
    en: "This QR code is more than half an hour old; open the page again for a new one.",
  },
  "second-factor-kept": {
    status: 409,
    vi: "Tài khoản này phải có xác thực hai bước, nên không bỏ được; có thể cài đặt lại bằng điện thoại khác.",
    en: "This account must have a second factor, which cannot be taken away; it can be set up anew with another phone.",
  },
  "successor-keeps-no-books": {
    status: 422,
    vi: "Nhà thầu không giữ sổ hộ tịch nên không thể tiếp nhận một cơ quan: hãy chọn cơ quan tiếp nhận.",
    en: "A contractor keeps no registers, so it cannot take over from an office: name the office that does.",
  },
  "unit-closed-before-it-was": {
    status: 422,
    vi: "Ngày kết thúc trước ngày đơn vị được thành lập.",
    en: "The closing day is before the unit's first day.",
  },
  "unit-exists": { status: 409, vi: "Đơn vị này đã có.", en: "The unit exists already." },
  "unit-parent-invalid": {
    status: 422,
    vi: "Cấp của đơn vị không hợp với đơn vị cấp trên.",
    en: "The unit's kind does not fit its parent.",
  },
  "account-exists": { status: 409, vi: "Tên đăng nhập này đã có.", en: "The sign-in name is taken." },
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
  "auditor-alone": {
    status: 409,
    vi: "Người giữ vai trò Thanh tra không giữ vai trò nào khác có quyền làm việc: hãy mở một tài khoản riêng cho việc thanh tra.",
    en: "An auditor holds no other role that does any work: open an account of its own for auditing.",
  },
  "role-not-granted": { status: 409, vi: "Vai trò này chưa được giao.", en: "The role was not granted." },
  "contract-required": {
    status: 422,
    vi: "Tài khoản của nhà thầu phải có ngày kết thúc.",
    en: "A contractor's account needs an end date.",
  },
  "own-account": {
    status: 403,
    vi: "Không ai tự giao hay thu hồi vai trò, tự khóa, hay tự xác nhận tài khoản của chính mình; hãy nhờ một quản trị viên khác.",
    en: "Nobody gives themselves a role or takes it away, suspends or vouches for their own account; ask another administrator.",
  },
  "administrator-above-required": {
    status: 403,
    vi: "Việc này chỉ quản trị viên cấp trên của mọi nơi tài khoản ấy làm việc mới làm được.",
    en: "Only an administrator above every place that the account works in may do this.",
  },
  "last-administrator": {
    status: 409,
    vi: "Đây là quản trị viên hệ thống duy nhất còn làm việc; hãy giao vai trò cho người khác trước.",
    en: "This is the last working system administrator; give the role to somebody else first.",
  },
} as const satisfies ProblemTexts;

type OwnCodes = { readonly [Code in keyof typeof problems]: true };

declare module "@sogoc/core" {
  interface RefusalCodes extends OwnCodes {}
}
