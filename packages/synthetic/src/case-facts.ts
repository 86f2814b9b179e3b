import { dateInWords, dateOfDayNumber } from "@sogoc/registers";
import type { Cells, RecordTypeCode, SyntheticBook } from "./book-model.ts";
import { type DayNumber, dayOf, written, yearOf, yearsBefore } from "./days.ts";
import { type EthnicGroup, ethnicGroups } from "./name-tables.ts";
import { identityCells, inventPerson, type Person, paperCells } from "./person.ts";
import type { Sex } from "./person-name.ts";
import { address, birthplace, hometown, nearby, province } from "./places.ts";
import type { Random } from "./random.ts";

/** What every case of a book needs to know. */
export interface CasePlace {
  readonly book: SyntheticBook;
  readonly number: number;
  readonly page: number;
  readonly on: DayNumber;
}

type Invent = (random: Random, place: CasePlace) => Cells;

/** Who is married to whom: mostly within one people. */
function groupOfPartner(random: Random, group: EthnicGroup): EthnicGroup {
  return random.chance(0.9) ? group : random.take(ethnicGroups);
}

function words(day: DayNumber): string {
  return dateInWords(dateOfDayNumber(day));
}

function head({ book, number, page, on }: CasePlace, random: Random, officeField = "noiDangKy"): Cells {
  const signer = random.pick(book.staff.signers);
  return {
    so: number % 3 === 0 ? `${number}/${yearOf(on)}` : String(number),
    quyenSo: book.data.bookNumber,
    trangSo: String(page),
    ngayDangKy: written(on),
    [officeField]: book.data.office,
    nguoiKy: signer.name,
    chucVuNguoiKy: signer.position,
    nguoiThucHien: book.staff.officer,
  };
}

/** The person who came to the office. */
function requester(person: Person, relation: string): Cells {
  return { nycHoTen: person.name, nycQuanHe: relation, ...paperCells(person, "nyc", true) };
}

const birth: Invent = (random, place) => {
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

const marriage: Invent = (random, place) => {
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

const death: Invent = (random, place) => {
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

const acknowledgement: Invent = (random, place) => {
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

const statuses = [
  "Chưa đăng ký kết hôn lần nào",
  "Chưa kết hôn",
  "Đã ly hôn, chưa đăng ký kết hôn với ai",
  "Vợ hoặc chồng đã chết, chưa kết hôn lại",
];

const maritalStatus: Invent = (random, place) => {
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

const inventors: Readonly<Record<RecordTypeCode, Invent>> = {
  KS: birth,
  KH: marriage,
  KT: death,
  CMC: acknowledgement,
  HN: maritalStatus,
};

/** The facts of one case as a faultless page has them. */
export function inventCase(random: Random, place: CasePlace): Cells {
  return inventors[place.book.data.recordType](random, place);
}
