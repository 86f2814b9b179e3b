import { weighted } from "./random.ts";

/** `Văn 68, Đình 6`: names with their weights; `(none)` is no name at all. */
const shares = (text: string) => {
  const pairs = text.split(", ").map((part) => {
    const at = part.lastIndexOf(" ");
    const name = part.slice(0, at);
    return [name === "(none)" ? "" : name, Number(part.slice(at + 1))] as const;
  });
  return weighted<string>(pairs);
};

/**
 * How a people names: surnames, and what stands between surname and given name. Weights are rough
 * shares.
 */
export const surnames = shares(
  "Nguyễn 384, Trần 110, Lê 95, Phạm 71, Hoàng 30, Huỳnh 21, Phan 45, Vũ 21, Võ 18, Đặng 21, Bùi 20, Đỗ 14, Hồ 13, Ngô 13, Dương 10, Lý 5, Đinh 9, Đoàn 8, Trịnh 8, Mai 7, Trương 9, Lương 7, Cao 6, Tạ 5, Hà 5, Lưu 4, Đào 6, Tô 3, Vương 3, Thái 3, Quách 2, Chu 3, Kiều 2, Tống 2, Phùng 3, La 1, Châu 2, Tăng 1",
);

type Era = "old" | "middle" | "new";

export const eraOf = (birthYear: number): Era =>
  birthYear < 1960 ? "old" : birthYear < 1990 ? "middle" : "new";

/** Middle names by sex and time; the empty one leaves the name at two words. */
export const middleNames = {
  "1": {
    old: shares("Văn 68, (none) 4, Đình 6, Xuân 6, Hữu 5, Ngọc 3, Bá 3, Trọng 2, Viết 3"),
    middle: shares("Văn 42, Đức 8, Xuân 7, Hữu 6, Quang 7, Minh 7, Đình 6, Ngọc 6, Công 4, Thanh 4, Mạnh 3"),
    new: shares(
      "Văn 15, Minh 14, Đức 11, Quốc 9, Gia 9, Hoàng 8, Anh 7, Tuấn 6, Nhật 5, Bảo 6, Quang 6, Ngọc 4",
    ),
  },
  "2": {
    old: shares("Thị 96, (none) 4"),
    middle: shares("Thị 70, Thị Thu 5, Thị Thanh 5, Thị Ngọc 4, Thị Kim 4, Ngọc 4, Thu 3, Thị Bích 3, Kim 2"),
    new: shares(
      "Thị 24, Ngọc 12, Thu 8, Phương 9, Khánh 7, Bảo 7, Thanh 6, Thị Thu 5, Quỳnh 5, Minh 6, Thị Ngọc 4, Hà 3, Diệu 3",
    ),
  },
} as const;

export const givenNames = {
  "1": {
    old: shares(
      "Bính 4, Thìn 4, Sửu 3, Tý 3, Dần 3, Hợi 3, Cương 2, Lợi 3, Phúc 3, Thọ 4, Lộc 3, Khoa 2, Chiến 3, Hiền 3, Nhâm 2, Quế 1, Mão 2, Thắng 3, Vinh 3, Bảy 2, Ba 2, Tư 2",
    ),
    middle: shares(
      "Hùng 8, Dũng 7, Cường 6, Tuấn 7, Sơn 6, Thắng 5, Hải 6, Bình 4, Long 4, Nam 4, Thành 5, Minh 4, Hưng 4, Toàn 3, Hà 2, Quân 3, Việt 3, Lâm 2, Tiến 3, Chung 2, Đạt 2",
    ),
    new: shares(
      "Anh 8, Huy 8, Khang 5, Bảo 6, Minh 7, Phúc 6, Khôi 5, Đạt 5, Nam 5, Quân 5, Long 5, Phong 4, Kiên 4, Hiếu 5, Trường 3, Duy 4, Thịnh 3, An 3, Tùng 3, Dương 3",
    ),
  },
  "2": {
    old: shares(
      "Tý 3, Mùi 4, Tỵ 2, Gái 4, Hợi 3, Mận 3, Đào 3, Sen 3, Bưởi 2, Hiền 3, Thơm 3, Nụ 2, Lý 2, Chút 1, Nga 3, Vân 3, Tâm 4, Hai 2, Bốn 2, Năm 2, Út 2",
    ),
    middle: shares(
      "Hương 8, Lan 7, Hoa 6, Thủy 5, Hằng 5, Nga 4, Hà 5, Huệ 3, Mai 5, Hạnh 5, Loan 3, Yến 3, Thảo 3, Phượng 3, Dung 3, Nhung 3, Vân 3, Liên 3, Tuyết 3, Thúy 3, Lệ 1, Hồng 4",
    ),
    new: shares(
      "Linh 8, Anh 9, Trang 6, Thảo 6, Ngọc 6, Vy 5, Nhi 6, Hân 5, Chi 5, Hà 4, My 4, Ngân 4, Quỳnh 4, Trâm 3, Như 3, Mai 3, Huyền 3, Uyên 2, Thư 4, An 3",
    ),
  },
} as const;

/** Peoples of the invented province; the name is that of the ministry's list. */
export const ethnicGroups = weighted([
  ["Kinh", 78],
  ["Mường", 9],
  ["Thái", 6],
  ["Mông", 3],
  ["Tày", 2],
  ["Khơ Me", 1],
  ["Ê Đê", 1],
] as const);

export type EthnicGroup = (typeof ethnicGroups)["values"][number];

export const minoritySurnames = {
  Mường: shares("Bùi 40, Quách 15, Đinh 15, Hà 10, Phạm 10, Xa 5, Bạch 5"),
  Thái: shares("Lò 30, Quàng 15, Cà 12, Vi 12, Lường 10, Hà 8, Tòng 7, Cầm 6"),
  Mông: shares("Giàng 22, Vàng 20, Sùng 16, Thào 14, Lý 10, Hạng 8, Mùa 6, Cứ 4"),
  Tày: shares("Hoàng 20, Nông 25, Ma 12, Triệu 10, Lương 12, Hà 10, Bế 5"),
  "Khơ Me": shares("Thạch 35, Sơn 20, Kim 15, Danh 15, Lâm 15"),
  "Ê Đê": shares("Niê 45, Mlô 15, Êban 15, Byă 10, Ayun 8, Kbuôr 7"),
} as const;

export const minorityGivenNames = {
  Thái: {
    "1": ["Pâng", "Ín", "Hặc", "Xôm", "Tưởng", "Thoản", "Hương", "Dũng"],
    "2": ["Ban", "Xiến", "Inh", "Pọm", "Ỏn", "Hạnh", "Phương", "Lả"],
  },
  Mông: {
    "1": ["Páo", "Sình", "Dế", "Chư", "Tủa", "Lử", "Vàng", "Pó"],
    "2": ["Mỷ", "Dở", "Sua", "Chở", "Pà", "Máy", "Dợ", "Xua"],
  },
  "Khơ Me": {
    "1": ["Sa Rươl", "Phi Rum", "Đa Ra", "Thươl", "Sô Phát"],
    "2": ["Thị Sô Phi", "Thị Sa Vi", "Thị Đa", "Thị Chanh Đa"],
  },
  "Ê Đê": {
    "1": ["Thắng", "Wing", "Khuê", "Blim", "Phương"],
    "2": ["Nga", "Bliên", "Thương", "Duên", "Ngọc"],
  },
} as const;
