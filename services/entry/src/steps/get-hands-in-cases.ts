import { everyDocument, type Hands, joinHands, noHands } from "@sogoc/core";
import { recordIdOf } from "../domain/identity.ts";
import type { ReplacementRequest } from "../domain/replacement.ts";
import type { RecordReader, RecordView } from "../read-models/records.ts";

const handsInCase = ({ hands, second, arbiters = noHands }: RecordView): Hands =>
  joinHands([hands, second?.hands ?? noHands, arbiters]);

/**
 * Whoever has a hand in the cases that a request is about: their makers, second keyers and
 * arbiters. It is about the case that its scan shows, or about all of the book where it is the
 * office, the cover or a scan of the whole book.
 */
export const getHandsInCases = async (
  records: RecordReader,
  bookId: string,
  requested: ReplacementRequest | undefined,
): Promise<Hands> => {
  if (!requested) return noHands;
  const number = requested.type === "ScanExchangeRequested" ? requested.data.number : undefined;
  if (number !== undefined) {
    const record = await records.find(recordIdOf(bookId, number));
    return record ? handsInCase(record) : noHands;
  }
  const ofBook = await everyDocument(records, { where: { bookId, status: "entered" } });
  return joinHands(ofBook.map(handsInCase));
};
