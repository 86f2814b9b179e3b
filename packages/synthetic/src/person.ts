import type { Cells } from "./book-model.ts";
import { type DayNumber, dayOf, written, yearOf } from "./days.ts";
import type { EthnicGroup } from "./name-tables.ts";
import { personName, type Sex } from "./person-name.ts";
import { province } from "./places.ts";
import type { Random } from "./random.ts";

/** Somebody who never was. */
export interface Person {
  readonly name: string;
  readonly surname: string;
  readonly sex: Sex;
  readonly born: DayNumber;
  readonly ethnicGroup: EthnicGroup;
  readonly paper: { readonly number: string; readonly issued: DayNumber } | undefined;
}

export interface PersonWish {
  readonly sex: Sex;
  readonly born: DayNumber;
  readonly ethnicGroup: EthnicGroup;
  readonly surname?: string | undefined;
  /** day on which the paper is shown */
  readonly on: DayNumber;
}

/** Nine digits beginning with 39, which no province ever had. */
const identityNumber = (random: Random): string => `39${String(random.int(0, 9_999_999)).padStart(7, "0")}`;

export const inventPerson = (random: Random, { sex, born, ethnicGroup, surname, on }: PersonWish): Person => {
  const name = personName(random, {
    sex,
    birthYear: yearOf(born),
    ethnicGroup,
    surname,
  });
  const earliest = Math.max(born + 15 * 366, dayOf(1978));
  const hasPaper = earliest < on - 60;
  const number = identityNumber(random);
  const issued = hasPaper ? random.int(Math.max(earliest, on - 14 * 365), on - 30) : 0;
  return {
    name: name.full,
    surname: name.surname,
    sex,
    born,
    ethnicGroup,
    paper: hasPaper ? { number, issued } : undefined,
  };
};

const issuer = `Công an tỉnh ${province}`;

/** Old people often know the year only; the page says what they know. */
const birthText = (random: Random, { born }: Person): string => {
  const year = yearOf(born);
  if (year < 1955 && random.chance(0.6)) return String(year);
  return written(born);
};

export interface PersonPrefix {
  readonly prefix: string;
  readonly address: string;
}

/** The columns that most persons have. */
export const identityCells = (random: Random, person: Person, { prefix, address }: PersonPrefix): Cells => ({
  [`${prefix}HoTen`]: person.name,
  [`${prefix}NgaySinh`]: birthText(random, person),
  [`${prefix}DanToc`]: person.ethnicGroup,
  [`${prefix}QuocTich`]: "Việt Nam",
  [`${prefix}LoaiCuTru`]: "1",
  [`${prefix}NoiCuTru`]: address,
});

/** Kind and number of the identity paper; `whole` adds when and where it was issued. */
export const paperCells = (person: Person, prefix: string, whole: boolean): Cells => {
  if (person.paper === undefined) return {};
  const short = { [`${prefix}LoaiGiayToTuyThan`]: "1", [`${prefix}SoGiayToTuyThan`]: person.paper.number };
  if (!whole) return short;
  return {
    ...short,
    [`${prefix}NgayCapGiayToTuyThan`]: written(person.paper.issued),
    [`${prefix}NoiCapGiayToTuyThan`]: issuer,
  };
};
