import { foldForSearch } from "./fold.ts";

const committee = /^(?:ubnd|uy ban nhan dan|uy ban hanh chinh)\s+/u;
const kinds = /^(?:xa|phuong|thi tran|dac khu|quan|huyen|thi xa|thanh pho|tp|tinh)\s+/u;

const withoutCommittee = (text: string): string =>
  foldForSearch(text).replace(/\./gu, "").replace(committee, "");

/**
 * Fold the name of one place: `UBND xã Thanh Lâm`, `Thanh Lâm` and `thanh-lâm` are the same. Never
 * for stored data.
 */
export const foldPlace = (text: string): string => withoutCommittee(text).replace(kinds, "");

const kindOfOffice = /^(xa|phuong|thi tran|dac khu)\s/u;

/**
 * What kind of place a name says that it is, folded: two of one name and of different kinds are two
 * places. Undefined where it says none.
 */
export const kindOfPlace = (text: string): string | undefined =>
  kindOfOffice.exec(withoutCommittee(text))?.[1];

/** The places of an address from the nearest to the widest, as they are written. */
export const placesIn = (text: string): string[] =>
  text.split(/[,;]|\s[-–]\s/u).filter((part) => part.trim() !== "");
