import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import {
  askFor,
  askToConfirm,
  carriedTrouble,
  emptyTrouble,
  noNumberTrouble,
} from "../../ui/keying/ask-to-confirm.ts";
import {
  type GivenAnswer,
  newCaseDraft,
  type OutgoingRecord,
  putAside,
  saveDraft,
  type Trouble,
  takeFromAside,
} from "../../ui/keying/drafts.ts";
import {
  isUntouched,
  type KeyedFields,
  nextCase,
  numberOf,
  secondCaseOf,
} from "../../ui/keying/keyed-fields.ts";
import { drop } from "../../ui/keying/outbox.ts";
import { fieldOf, isToBeKeyed } from "../../ui/keying/problems.ts";
import { rememberKeyed } from "../../ui/keying/suggestions.ts";
import { useKeyedCase } from "../../ui/keying/use-keyed-case.ts";
import type { Finding } from "../../ui/keying/use-live-findings.ts";
import { useSendOff } from "../../ui/keying/use-send-off.ts";
import { useOnce } from "../../ui/use-once.ts";
import type { RecordType } from "../../ui/use-record-type.ts";
import { openingCase } from "./opening-case.ts";
import { useDeskData } from "./use-desk-data.ts";
import { useKeyedNumbers } from "./use-keyed-numbers.ts";

type Duplicate = NonNullable<OutgoingRecord["duplicate"]>;

/** What the form waits for before a case leaves it: told, with the cursor where it is wanted. */
const waitingFor = (fieldsNow: () => KeyedFields, tell: (trouble: Trouble) => void) => ({
  confirm(): void {
    tell(carriedTrouble(fieldsNow()));
    askToConfirm();
  },
  askToKey({ fields: [code = ""] }: Finding): void {
    tell(emptyTrouble());
    askFor(code);
  },
});

/** What was said of a number that stands twice in the book; another number takes it back. */
const useRepeat = (number: string) => {
  const said = useRef<{ readonly of: string; readonly what: Duplicate } | undefined>(undefined);
  const now = () => (said.current?.of === number ? said.current.what : undefined);
  const known = now();
  return {
    now,
    isKnown: known !== undefined,
    /** What the image is looked for by. */
    shown: known ? secondCaseOf(number, known.suffix) : number,
    /** Where it was said only now, the image shown is that of the first case. */
    ownScan: (shown: string | undefined) => (now() === known ? shown : undefined),
    say(what: Duplicate | undefined, of = number): void {
      said.current = what && { of, what };
    },
  };
};

/** How another case takes the form. */
const puttingInto = (start: (fields: KeyedFields) => void, tell: (trouble: Trouble) => void) => {
  /** Drawn at once, so that what is offered as a number can be marked: typing takes its place. */
  const put = (fields: KeyedFields): void => {
    flushSync(() => start(fields));
    askFor("so");
  };
  /** A new case; without a number where none is left. */
  const offer = (fields: KeyedFields): void => {
    put(fields);
    if (fields["so"] === undefined) tell(noNumberTrouble());
  };
  /** The case that waits aside, else this new one; answers which it is. */
  const goOnWith = async (batchId: string, following: KeyedFields): Promise<KeyedFields> => {
    const aside = await takeFromAside(batchId);
    if (aside) put(aside);
    else offer(following);
    return aside ?? following;
  };
  return { offer, goOnWith };
};

/** An empty field comes first: it is keyed before any finding can be let stand. */
const focusOnFirst = (problems: Trouble["errors"]): void => {
  const problem = problems.find(isToBeKeyed) ?? problems[0];
  if (problem) document.getElementById(`field-${fieldOf(problem)}`)?.focus();
};

/**
 * The keying of a batch, case after case, once its page was `painted`. `begun` is told when a case
 * leaves the form, `next` when another has taken its place.
 */
export const useFirstKeying = (
  batchId: string,
  on: { readonly painted: boolean; readonly begun: () => void; readonly next: () => void },
) => {
  const keyed = useKeyedCase(batchId, newCaseDraft(batchId));
  const [previous, setPrevious] = useState<KeyedFields>({});
  const [trouble, setTrouble] = useState<Trouble>();
  /** Counts the cases of this sitting; suggestions grow with each. */
  const [turn, setTurn] = useState(0);
  const number = numberOf(keyed.fields);
  const repeat = useRepeat(number);
  const { batch, type, scan } = useDeskData(batchId, repeat.shown);
  const numbers = useKeyedNumbers(batchId);
  const { offer, goOnWith } = puttingInto(keyed.start, setTrouble);
  const open = async ({ fields }: RecordType) => {
    if (!batch.data) return;
    const opening = await openingCase(batch.data, fields, numbers.load());
    offer(opening.fields);
    const last = await opening.previous;
    if (last) setPrevious((known) => ({ ...last, ...known }));
  };
  useOnce(on.painted && batch.data ? type.data : undefined, open);

  const standBefore = (refusal: Trouble, duplicate: Duplicate | undefined) => {
    if (duplicate && refusal.code === "record-exists")
      numbers.isTaken(secondCaseOf(numberOf(keyed.fieldsNow()), duplicate.suffix));
    keyed.refuse(refusal.errors);
    setTrouble(refusal);
    focusOnFirst(refusal.errors);
  };

  /**
   * A case that the server refused comes back into the form; one that is being keyed waits aside.
   */
  const bringBack = async (record: OutgoingRecord, refusal = record.refused): Promise<boolean> => {
    const here = keyed.fieldsNow();
    if (!isUntouched(here) && !(await putAside(batchId, here))) return false;
    keyed.start(record.draft);
    repeat.say(record.duplicate, numberOf(record.draft));
    if (!(await saveDraft(newCaseDraft(batchId), record.draft))) return false;
    if (refusal) standBefore(refusal, record.duplicate);
    if (refusal?.code !== "record-exists") numbers.cameBack(record.draft);
    await drop(record.key);
    return true;
  };

  const goOn = async (saved: KeyedFields) => {
    repeat.say(undefined);
    rememberKeyed(saved, "first");
    setTurn((before) => before + 1);
    setPrevious(saved);
    const next = await goOnWith(batchId, nextCase(saved, numbers.after(saved, batch.data ?? {})));
    // Before the draft is stored: whoever types on at once types into the next case.
    on.next();
    await saveDraft(newCaseDraft(batchId), next);
  };

  const sendOff = useSendOff(keyed.fieldsNow);
  const { confirm, askToKey } = waitingFor(keyed.fieldsNow, setTrouble);
  const save = async (accepted: readonly GivenAnswer[]) => {
    if (!batch.data) return;
    const duplicate = repeat.now();
    const { recordType, bookNumber } = batch.data;
    const refuse = (refusal: Trouble) => standBefore(refusal, duplicate);
    const scanId = repeat.ownScan(scan.id);
    const what = { batchId, accepted, book: { recordType, bookNumber }, scanId, duplicate };
    const begin = () => {
      setTrouble(undefined);
      on.begun();
    };
    await sendOff(what, { begin, goOn, bringBack, refuse, confirm });
  };
  const saveRepeat = (said: Duplicate) => {
    repeat.say(said);
    return save([]);
  };
  const form = { previous, trouble, turn, number, isRepeat: repeat.isKnown };
  const { lettersFor } = numbers;
  return { batch, type, scan, keyed, ...form, lettersFor, bringBack, save, saveRepeat, askToKey };
};
