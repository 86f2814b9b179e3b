import { expect, it } from "vitest";
import { answerStatusOf, isStillOpen, speaksAgainstPending } from "./answer-status.ts";

it.each([
  [
    "loaded",
    ["Đã nạp", "Đã nạp thành công", "Nạp thành công", "Hoàn thành", "THÀNH CÔNG", "Hợp lệ", "OK", "1"],
  ],
  ["loaded", ["Đã nạp (không lỗi)", "Đã hoàn thành", "Đạt", "Loaded", "Imported successfully", "Hoàn tất"]],
  ["refused", ["Lỗi", "Thất bại", "Bị từ chối", "Không thành công", "Không hợp lệ", "Lỗi: thiếu ngày"]],
  [
    "refused",
    [
      "Bị loại",
      "Trả về",
      "Không đạt",
      "Trùng số định danh",
      "Không được chấp nhận",
      "Not imported",
      "Failed",
      "0",
    ],
  ],
  ["unknown", ["Chờ xử lý", "Đang nạp", "Đã nạp nhưng lỗi ảnh", "X", "2", "", "Nhập lại"]],
  // Still to come, or not all of it.
  ["unknown", ["Hợp lệ; chờ nạp", "Thành công một phần", "Chấp nhận – đang xử lý", "Chờ hoàn thành"]],
  ["unknown", ["Sắp thành công", "Gần hoàn thành", "Nạp 0/1 thành công", "Chưa nạp", "Đã nhận, chưa nạp"]],
  ["unknown", ["Chưa hoàn thành", "Chờ nạp", "Hợp lệ (tạm)", "Đã cập nhật một phần", "Sẽ hoàn thành"]],
  ["unknown", ["Hoàn thành 50%", "Not loaded yet", "Partially loaded", "Accepted, pending", "In progress"]],
  // Undone, or of something else than loading.
  ["unknown", ["Đã hủy nạp thành công", "Đã nạp, bị ghi đè", "Thành công sau khi bỏ bản ghi"]],
  [
    "unknown",
    ["Tiếp nhận thành công", "Gửi thành công", "Unsuccessful", "Incompleted", "Loaded, then removed"],
  ],
  // Success and nothing more.
  [
    "loaded",
    ["Bản ghi đã được nạp thành công", "Đã nạp vào CSDL quốc gia", "Đồng bộ thành công", "Đã đồng bộ"],
  ],
  ["loaded", ["Thành công 12/03/2026 10:21", "Dữ liệu hợp lệ, đã nạp", "The record has been loaded"]],
] as const)("a status is taken as %s only where its words say so: %o", (expected, texts) => {
  const plain = (text: string) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gu, "d").replace(/Đ/gu, "D");
  for (const text of texts)
    for (const spelled of [text, plain(text), text.toUpperCase(), text.normalize("NFD")])
      expect(answerStatusOf(spelled), spelled).toBe(expected);
});

it.each([
  ["Bị từ chối", "refused"],
  ["Trả về", "refused"],
  ["Bị loại", "refused"],
  ["Lỗi, đang xử lý lại", "doubtful"],
  ["Chưa hợp lệ", "doubtful"],
  ["0", "doubtful"],
  ["Đang xử lý", undefined],
  ["Chưa nạp", undefined],
  ["Không có lỗi, chờ nạp", undefined],
])("“%s” as still to come is against its text: %s", (text, against) => {
  expect(speaksAgainstPending(text)).toBe(against);
});

it.each([
  ["Đang xử lý", true],
  ["Chờ duyệt", true],
  ["Chưa được nạp", false],
  ["Lỗi, đang xử lý lại", false],
  ["Bị từ chối", false],
])("“%s” is still open: %s", (text, open) => {
  expect(isStillOpen(text)).toBe(open);
});
