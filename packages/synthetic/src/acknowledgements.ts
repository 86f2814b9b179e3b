import { head, type Invent } from "./case-place.ts";
import { yearOf, yearsBefore } from "./days.ts";
import { ethnicGroups } from "./name-tables.ts";
import { identityCells, inventPerson, paperCells } from "./person.ts";
import type { Sex } from "./person-name.ts";
import { address, nearby } from "./places.ts";

export const acknowledgement: Invent = (random, place) => {
  const { book, on } = place;
  const kind = random.pick(["1", "1", "1", "2", "3", "4"]);
  const sex: Sex = kind === "1" || kind === "3" ? "1" : "2";
  const group = random.take(ethnicGroups);
  const bornChild = yearsBefore(on, random.around(5, 4, 1, 25), random);
  const parent = inventPerson(random, {
    sex,
    born: yearsBefore(bornChild, random.around(27, 5, 19, 45), random),
    ethnicGroup: group,
    on,
  });
  const child = inventPerson(random, {
    sex: random.chance(0.5) ? "1" : "2",
    born: bornChild,
    ethnicGroup: group,
    surname: parent.surname,
    on,
  });
  const lives = () => address(random, nearby(random, book.commune), yearOf(on));
  const { cmLoaiCuTru: _residence, ...parentCells } = identityCells(random, parent, {
    prefix: "cm",
    address: lives(),
  });
  const { ncLoaiCuTru: _other, ...childCells } = identityCells(random, child, {
    prefix: "nc",
    address: lives(),
  });
  return {
    ...head(place, random),
    ...(random.chance(0.7) ? { quyetDinhSo: String(place.number) } : {}),
    loaiDangKy: "1",
    loaiXacNhan: kind,
    ...parentCells,
    ...(random.chance(0.5) ? paperCells(parent, "cm", false) : {}),
    ...childCells,
  };
};
