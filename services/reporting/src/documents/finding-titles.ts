/** What a finding of a book's reconciliation is called in a table, apart from what it is about. */
const titles: Readonly<Record<string, string>> = {
  "duplicate-registration": "Trùng số đăng ký",
  "number-gap": "Thiếu số",
  "suffix-alone": "Chữ kèm số mà không có số",
  "number-out-of-order": "Số không theo thứ tự trang",
  "date-falls": "Ngày đăng ký lùi so với số trước",
  "record-without-file": "Không có tệp ảnh",
  "file-without-record": "Tệp không có dữ liệu",
  "file-name-invalid": "Tên tệp sai quy tắc",
  "file-name-differs": "Tên tệp khác dữ liệu",
  "file-unreadable": "Tệp không mở được",
  "file-reused": "Tệp trùng nội dung",
  "cases-expected-differ": "Số trường hợp khác kiểm kê",
  "last-number-differs": "Số cuối khác số trường hợp",
  "pages-differ": "Số trang khác kiểm kê",
  "office-differs-from-book": "Nơi đăng ký khác với sổ",
  "office-not-there": "Nơi đăng ký chưa có hoặc không còn khi lập sổ",
  "book-registered-twice": "Có thể là một quyển với sổ khác",
  "entry-outside-book-years": "Ngoài năm của sổ",
};

/** The rule's id where a rule came later than its title. */
export const findingTitle = (rule: string): string => titles[rule] ?? rule;
