import type { CommandHandler } from "@sogoc/core";
import { type BatchState, batchDecider } from "../domain/batch.ts";
import { type BookState, bookDecider } from "../domain/book.ts";
import type { BookReader } from "../read-models/books.ts";

export interface BookLookupDependencies {
  readonly commands: Pick<CommandHandler, "load">;
  readonly books: BookReader;
}

/** A book with the batches that its numbers were allotted to. */
export interface BookWithBatches {
  readonly bookId: string;
  readonly book: BookState;
  readonly batches: ReadonlyMap<string, BatchState>;
}

/** The books of one number with their batches; more than one where communes were merged. */
export type LookUpBooks = (bookNumber: string) => Promise<readonly BookWithBatches[]>;

/** Reads each book once, with its batches: what is judged together is judged by one state. */
export const createBookLookup = (
  { commands, books }: BookLookupDependencies,
  { unitId, recordType }: { readonly unitId: string; readonly recordType: string },
): LookUpBooks => {
  const lookedUp = new Map<string, Promise<readonly BookWithBatches[]>>();

  const read = async (bookNumber: string): Promise<readonly BookWithBatches[]> => {
    const known = await books.query({ where: { unitId, recordType, bookNumber }, limit: 50 });
    const found: BookWithBatches[] = [];
    for (const { id: bookId } of known.items) {
      const { state: book } = await commands.load(bookDecider, bookId);
      const batches = new Map<string, BatchState>();
      for (const { batchId } of book.allotments) {
        batches.set(batchId, (await commands.load(batchDecider, batchId)).state);
      }
      found.push({ bookId, book, batches });
    }
    return found;
  };

  return (bookNumber) => {
    const found = lookedUp.get(bookNumber) ?? read(bookNumber);
    lookedUp.set(bookNumber, found);
    return found;
  };
};
