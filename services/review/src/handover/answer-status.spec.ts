import { expect, it } from "vitest";
import { answerStatusOf } from "./answer-status.ts";

it.each([
  [
    "loaded",
    ["Đã nạp", "Đã nạp thành công", "Nạp thành công", "Hoàn thành", "THÀNH CÔNG", "Hợp lệ", "OK", "1"],
  ],
  ["loaded", ["Đã nạp (không lỗi)", "Đã hoàn thành", "Đạt", "Loaded", "Imported successfully", "Hoàn tất"]],
  [
    "refused",
    ["Lỗi", "Thất bại", "Bị từ chối", "Không thành công", "Chưa nạp", "Không hợp lệ", "Lỗi: thiếu ngày"],
  ],
  ["refused", ["Không đạt", "Trùng số định danh", "Chưa được chấp nhận", "Not imported", "Failed", "0"]],
  ["unknown", ["Chờ xử lý", "Đang nạp", "Đã nạp nhưng lỗi ảnh", "X", "2", "", "Nhập lại"]],
] as const)("a status is taken as %s only where its words say so: %o", (expected, texts) => {
  for (const text of texts) expect(answerStatusOf(text), text).toBe(expected);
});
