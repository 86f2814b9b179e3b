import { head, type Invent } from "./case-place.ts";
import { dayOf, written, yearOf, yearsBefore } from "./days.ts";
import { ethnicGroups } from "./name-tables.ts";
import { identityCells, inventPerson, paperCells } from "./person.ts";
import type { Sex } from "./person-name.ts";
import { address } from "./places.ts";

const statuses = [
  "Chưa đăng ký kết hôn lần nào",
  "Chưa kết hôn",
  "Đã ly hôn, chưa đăng ký kết hôn với ai",
  "Vợ hoặc chồng đã chết, chưa kết hôn lại",
];

export const maritalStatus: Invent = (random, place) => {
  const { book, on } = place;
  const sex: Sex = random.chance(0.55) ? "1" : "2";
  const person = inventPerson(random, {
    sex,
    born: yearsBefore(on, random.around(26, 5, 18, 55), random),
    ethnicGroup: random.take(ethnicGroups),
    on,
  });
  const lives = address(random, book.commune, yearOf(on));
  const other = random.chance(0.08);
  const from = random.int(dayOf(1998), on - 700);
  return {
    ...head(place, random, "noiCap"),
    ...identityCells(random, person, { prefix: "nxn", address: lives }),
    nxnGioiTinh: sex,
    ...paperCells(person, "nxn", true),
    ...(random.chance(0.25)
      ? {
          nxnThoiGianCuTruTai: lives,
          nxnThoiGianCuTruTu: written(from),
          nxnThoiGianCuTruDen: written(random.int(from + 200, on)),
        }
      : {}),
    nxnTinhTrangHonNhan: random.pick(statuses),
    nxnLoaiMucDichSuDung: other ? "5" : random.pick(["1", "1", "1", "2"]),
    ...(other ? { nxnMucDichSuDung: "Vay vốn ngân hàng" } : {}),
    nycHoTen: person.name,
    nycQuanHe: "Bản thân",
  };
};
