import { acknowledgement } from "./acknowledgements.ts";
import { birth } from "./births.ts";
import type { Cells, RecordTypeCode } from "./book-model.ts";
import type { CasePlace, Invent } from "./case-place.ts";
import { death } from "./deaths.ts";
import { maritalStatus } from "./marital-statuses.ts";
import { marriage } from "./marriages.ts";
import type { Random } from "./random.ts";

const inventors: Readonly<Record<RecordTypeCode, Invent>> = {
  KS: birth,
  KH: marriage,
  KT: death,
  CMC: acknowledgement,
  HN: maritalStatus,
};

/** The facts of one case as a faultless page has them. */
export const inventCase = (random: Random, place: CasePlace): Cells =>
  inventors[place.book.data.recordType](random, place);
