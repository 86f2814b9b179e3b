import { groupOfPartner, head, type Invent } from "./case-place.ts";
import { written, yearOf, yearsBefore } from "./days.ts";
import { ethnicGroups } from "./name-tables.ts";
import { identityCells, inventPerson, type Person, paperCells } from "./person.ts";
import type { Sex } from "./person-name.ts";
import { address, nearby } from "./places.ts";

export const marriage: Invent = (random, place) => {
  const { book, on } = place;
  const group = random.take(ethnicGroups);
  const partner = (sex: Sex, mean: number, min: number): Person =>
    inventPerson(random, {
      sex,
      born: yearsBefore(on, random.around(mean, 4, min, 55), random),
      ethnicGroup: sex === "1" ? group : groupOfPartner(random, group),
      on,
    });
  const [husband, wife] = [partner("1", 26, 20), partner("2", 23, 18)];
  const livesAt = () => address(random, nearby(random, book.commune), yearOf(on));
  return {
    ...head(place, random),
    loaiDangKy: random.chance(0.97) ? "1" : "2",
    ngayXacLapQuanHeHonNhan: written(on),
    ...(random.chance(0.2)
      ? { ghiChu: random.pick(["Hai bên tự nguyện kết hôn", "Đã cấp giấy chứng nhận kết hôn cho hai bên"]) }
      : {}),
    ...identityCells(random, husband, { prefix: "chong", address: livesAt() }),
    ...paperCells(husband, "chong", true),
    ...identityCells(random, wife, { prefix: "vo", address: livesAt() }),
    ...paperCells(wife, "vo", true),
  };
};
