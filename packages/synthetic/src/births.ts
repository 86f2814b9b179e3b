import { groupOfPartner, head, type Invent, requester, words } from "./case-place.ts";
import { written, yearOf, yearsBefore } from "./days.ts";
import { ethnicGroups } from "./name-tables.ts";
import { identityCells, inventPerson, paperCells } from "./person.ts";
import type { Sex } from "./person-name.ts";
import { address, birthplace, hometown, nearby, province } from "./places.ts";

export const birth: Invent = (random, place) => {
  const { book, on } = place;
  const late = random.chance(0.15);
  const born = late ? on - random.int(62, random.chance(0.3) ? 3_000 : 400) : on - random.int(2, 58);
  const year = yearOf(born);
  const group = random.take(ethnicGroups);
  const home = nearby(random, book.commune);
  const mother = inventPerson(random, {
    sex: "2",
    born: yearsBefore(born, random.around(25, 5, 18, 43), random),
    ethnicGroup: groupOfPartner(random, group),
    on,
  });
  const father = inventPerson(random, {
    sex: "1",
    born: yearsBefore(born, random.around(28, 5, 19, 58), random),
    ethnicGroup: group,
    on,
  });
  const fatherKnown = !random.chance(0.04);
  const sex: Sex = random.chance(0.53) ? "1" : "2";
  const child = inventPerson(random, {
    sex,
    born,
    ethnicGroup: fatherKnown ? group : mother.ethnicGroup,
    surname: fatherKnown ? father.surname : mother.surname,
    on,
  });
  const lives = address(random, home, year);
  const [comes, relation] = fatherKnown && random.chance(0.6) ? [father, "Cha"] : [mother, "Mẹ"];
  return {
    ...head(place, random),
    loaiDangKy: late ? "4" : "1",
    ...(random.chance(0.75)
      ? {
          ghiChu: random.pick([
            "Đã cấp bản chính giấy khai sinh",
            "Có giấy chứng sinh",
            "Đã cấp 02 bản sao",
            "Có văn bản cam đoan về việc sinh",
          ]),
        }
      : {}),
    nksHoTen: child.name,
    nksGioiTinh: sex,
    nksNgaySinh: written(born),
    nksNgaySinhBangChu: words(born),
    nksNoiSinh: birthplace(random, home, year),
    nksNoiSinhDVHC: `Tỉnh ${province}`,
    nksQueQuan: hometown(home, year),
    nksDanToc: child.ethnicGroup,
    nksQuocTich: "Việt Nam",
    nksLoaiKhaiSinh: fatherKnown ? "1" : "3",
    ...identityCells(random, mother, { prefix: "me", address: lives }),
    ...paperCells(mother, "me", false),
    ...(fatherKnown
      ? {
          ...identityCells(random, father, { prefix: "cha", address: lives }),
          ...paperCells(father, "cha", false),
        }
      : {}),
    ...requester(comes, relation),
  };
};
