import { useRef } from "react";
import { read } from "../../api/requests.ts";
import { listOutgoing } from "../../ui/keying/drafts.ts";
import type { KeyedFields } from "../../ui/keying/keyed-fields.ts";
import {
  type BatchNumbers,
  freeLetters,
  type KnownNumbers,
  numberAfter,
  plainNumber,
} from "./next-number.ts";

const nothingKnown: KnownNumbers = { taken: new Set() };

/** As the server tells a case with its letter. */
const lettered = (text: string): string => text.trim().toLowerCase().replace(/^0+/, "");

const numberIn = (fields: KeyedFields): string => fields["so"]?.text ?? "";

/**
 * Which numbers of the batch have a case: those on the server when the desk was opened, those that
 * wait on this computer, and those of this sitting. Without the server, what is known here.
 */
export const useKeyedNumbers = (batchId: string) => {
  const known = useRef(nothingKnown);
  const add = (number: string): void => {
    const plain = plainNumber(number, known.current.openingYear);
    if (plain !== undefined)
      known.current = { ...known.current, taken: new Set([...known.current.taken, plain, lettered(number)]) };
  };
  return {
    /** Asks the server; what it answers with is known from then on. */
    async load(): Promise<KnownNumbers> {
      const path = { batchId };
      const answer = await read("/api/entry/v1/batches/{batchId}/numbers", { path }).catch(() => undefined);
      const waiting = (await listOutgoing().catch(() => [])).filter(
        (record) => record.batchId === batchId && !record.refused && !record.again,
      );
      const { openingYear, expectedCases, numbers = [], lettered: others = [] } = answer ?? {};
      const taken = new Set([...known.current.taken, ...numbers]);
      known.current = { taken, lettered: new Set(others), openingYear, expectedCases };
      for (const { draft } of waiting) add(numberIn(draft));
      return known.current;
    },
    /** The number to offer after a case that was just saved; undefined where none is left. */
    after(saved: KeyedFields, batch: BatchNumbers): string | undefined {
      add(numberIn(saved));
      return numberAfter(numberIn(saved), batch, known.current);
    },
    /** The letters that a second case of that number may have. */
    lettersFor: (number: string): readonly string[] => freeLetters(number, known.current),
    /** The server has a case of that number, of which nothing was known here. */
    isTaken: add,
    /** The case came back into the form: its number is free again. */
    cameBack(fields: KeyedFields): void {
      const plain = plainNumber(numberIn(fields), known.current.openingYear);
      const own = lettered(numberIn(fields));
      const taken = new Set([...known.current.taken].filter((one) => one !== plain && one !== own));
      known.current = { ...known.current, taken };
    },
  };
};
