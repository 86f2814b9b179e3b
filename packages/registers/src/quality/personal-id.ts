import { z } from "zod";
import data from "../../data/identity.json" with { type: "json" };

const IdentityRules = z.object({
  identityNumberShapes: z.array(
    z.object({ paper: z.string(), pattern: z.string(), onlyNationality: z.string().optional() }),
  ),
  citizenCard: z.string(),
  otherPaper: z.string(),
  noPaper: z.string(),
  personalId: z.object({ provinces: z.array(z.string()), firstCountry: z.int() }),
});

export const identityRules = IdentityRules.parse(data);

/** What the twelve digits of a personal number say. */
export interface PersonalId {
  readonly place: string;
  readonly placeKnown: boolean;
  readonly sex: "1" | "2";
  readonly birthYear: number;
}

const provinces = new Set(identityRules.personalId.provinces);

/** Place of birth registration (3 digits), century and sex (1), year of birth (2), serial (6). */
export const readPersonalId = (text: string): PersonalId | undefined => {
  if (!/^\d{12}$/u.test(text)) return undefined;
  const place = text.slice(0, 3);
  const centuryAndSex = Number(text[3]);
  return {
    place,
    placeKnown: provinces.has(place) || Number(place) >= identityRules.personalId.firstCountry,
    sex: centuryAndSex % 2 === 0 ? "1" : "2",
    birthYear: 1900 + 100 * Math.floor(centuryAndSex / 2) + Number(text.slice(4, 6)),
  };
};
