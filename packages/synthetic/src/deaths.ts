import { head, type Invent, requester, words } from "./case-place.ts";
import { written, yearOf, yearsBefore } from "./days.ts";
import { ethnicGroups } from "./name-tables.ts";
import { identityCells, inventPerson, paperCells } from "./person.ts";
import type { Sex } from "./person-name.ts";
import { address, birthplace, nearby } from "./places.ts";

const causes = [
  "Bệnh già",
  "Tuổi cao sức yếu",
  "Tai biến mạch máu não",
  "Ung thư gan",
  "Bệnh tim",
  "Tai nạn giao thông",
  "Suy thận",
  "Viêm phổi",
];

export const death: Invent = (random, place) => {
  const { book, on } = place;
  const late = random.chance(0.2);
  const died = late ? on - random.int(17, 700) : on - random.int(1, 14);
  const noted = random.int(died, Math.min(on, died + 5));
  const age = random.chance(0.85) ? random.around(74, 11, 50, 99) : random.int(1, 49);
  const born = yearsBefore(died, age, random);
  const group = random.take(ethnicGroups);
  const sex: Sex = random.chance(0.54) ? "1" : "2";
  const person = inventPerson(random, { sex, born, ethnicGroup: group, on: died });
  const child = random.chance(0.5);
  const comes = inventPerson(random, {
    sex: random.chance(0.6) ? "1" : "2",
    born: yearsBefore(on, random.around(45, 9, 22, 70), random),
    ethnicGroup: group,
    surname: person.surname,
    on,
  });
  const year = yearOf(died);
  const lives = address(random, nearby(random, book.commune), year);
  return {
    ...head(place, random),
    loaiDangKy: late ? "4" : "1",
    ...identityCells(random, person, { prefix: "nkt", address: lives }),
    nktGioiTinh: sex,
    ...(random.chance(0.4) ? paperCells(person, "nkt", true) : {}),
    nktNgayChet: written(died),
    nktNgayChetGhiBangChu: words(died),
    ...(random.chance(0.75)
      ? {
          nktGioPhutChet: `${String(random.int(0, 23)).padStart(2, "0")}:${String(random.int(0, 11) * 5).padStart(2, "0")}`,
        }
      : {}),
    nktNoiChet: random.chance(0.7) ? "Tại nhà" : birthplace(random, book.commune, year),
    nktNguyenNhanChet: random.pick(causes),
    ...(random.chance(0.45)
      ? {
          gbtLoai: random.pick(["1", "6"]),
          gbtSo: String(random.int(1, 90)),
          gbtNgay: written(noted),
          gbtCoQuanCap: book.data.office,
        }
      : {}),
    ...requester(comes, child ? "Con" : random.pick(["Em", "Cháu", "Anh"])),
  };
};
