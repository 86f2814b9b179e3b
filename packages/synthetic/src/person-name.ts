import {
  type EthnicGroup,
  eraOf,
  givenNames,
  middleNames,
  minorityGivenNames,
  minoritySurnames,
  surnames,
} from "./name-tables.ts";
import type { Random } from "./random.ts";

export type Sex = "1" | "2";

export interface NameWish {
  readonly sex: Sex;
  readonly birthYear: number;
  readonly ethnicGroup: EthnicGroup;
  /** handed down by the father, or the mother where the father is unknown */
  readonly surname?: string | undefined;
}

export interface PersonName {
  readonly full: string;
  readonly surname: string;
}

/**
 * Vietnamese order: surname, middle, given. Ê Đê names end with the surname and begin with Y or H'.
 */
export const personName = (
  random: Random,
  { sex, birthYear, ethnicGroup, surname }: NameWish,
): PersonName => {
  const family = surname ?? random.take(ethnicGroup === "Kinh" ? surnames : minoritySurnames[ethnicGroup]);
  const named = (...parts: string[]): PersonName => ({
    full: parts.filter((part) => part !== "").join(" "),
    surname: family,
  });
  switch (ethnicGroup) {
    case "Ê Đê": {
      const given = random.pick<string>(minorityGivenNames["Ê Đê"][sex]);
      return sex === "1" ? named("Y", given, family) : named(`H'${given}`, family);
    }
    case "Mông":
      return named(family, sex === "1" ? "A" : "Thị", random.pick<string>(minorityGivenNames.Mông[sex]));
    case "Khơ Me":
      return named(family, random.pick<string>(minorityGivenNames["Khơ Me"][sex]));
    case "Thái":
      return named(family, sex === "1" ? "Văn" : "Thị", random.pick<string>(minorityGivenNames.Thái[sex]));
  }
  const era = eraOf(birthYear);
  const middle = random.take(middleNames[sex][era]);
  let given = random.take(givenNames[sex][era]);
  while (middle.endsWith(given)) given = random.take(givenNames[sex][era]);
  return named(family, middle, given);
};
