import i18next from "i18next";
import { useState } from "react";
import { askToConfirm, carriedTrouble, emptyTrouble } from "../../ui/keying/ask-to-confirm.ts";
import {
  dropDraft,
  findDraft,
  type OutgoingRecord,
  saveDraft,
  secondKeyingDraft,
  type Trouble,
} from "../../ui/keying/drafts.ts";
import { fromStored, type KeyedFields, nextCase } from "../../ui/keying/keyed-fields.ts";
import { drop } from "../../ui/keying/outbox.ts";
import { fieldOf } from "../../ui/keying/problems.ts";
import { rememberKeyed } from "../../ui/keying/suggestions.ts";
import { useKeyedCase } from "../../ui/keying/use-keyed-case.ts";
import { useSendOff } from "../../ui/keying/use-send-off.ts";
import { useOnce } from "../../ui/use-once.ts";
import { emptyColumns, problemsOfEmpty, standingProblems } from "./empty-columns.ts";
import type { SecondCase } from "./use-second-cases.ts";
import { useSecondData } from "./use-second-data.ts";

/** What the form waits for before a case leaves it. */
const waitingFor = (fieldsNow: () => KeyedFields, tell: (trouble: Trouble) => void) => ({
  confirm(): void {
    tell(carriedTrouble(fieldsNow()));
    askToConfirm();
  },
  /** Undefined where every column is keyed that must be. */
  emptyRefusal(columns: Parameters<typeof emptyColumns>[0]): Trouble | undefined {
    const empty = emptyColumns(columns, fieldsNow());
    if (empty.length === 0) return undefined;
    const words = (language: "vi" | "en") => i18next.getFixedT(language)("secondKeying.empty");
    return { ...emptyTrouble(), errors: problemsOfEmpty(empty, { vi: words("vi"), en: words("en") }) };
  },
});

/** What repeats from their own case before, of the columns that are keyed twice. */
const carriedTo = (previous: KeyedFields, compared: readonly string[]): KeyedFields =>
  Object.fromEntries(
    Object.entries(nextCase(previous, undefined)).filter(([code]) => compared.includes(code)),
  );

/** The first case that is left, from the place behind one on and around. */
const nextLeft = (
  items: readonly SecondCase[],
  done: SecondCase,
  own: ReadonlyMap<string, KeyedFields>,
): SecondCase | undefined => {
  const place = items.findIndex(({ recordId }) => recordId === done.recordId);
  return [...items.slice(place + 1), ...items.slice(0, place)].find(
    ({ recordId, keyedAgain }) => !keyedAgain && !own.has(recordId),
  );
};

/**
 * The second keying of a batch, case after case. Drafts and suggestions are this person's and this
 * stage's; `opened` is told of every case that takes its place in the form, `last` when none is
 * left to key.
 */
export const useSecondKeying = (
  batchId: string,
  on: { readonly opened: () => void; readonly last: () => void },
) => {
  const [here, setHere] = useState<SecondCase>();
  const [previous, setPrevious] = useState<KeyedFields>({});
  const [trouble, setTrouble] = useState<Trouble>();
  /** Keyed in this sitting, whether or not the list has heard of it. */
  const [own, setOwn] = useState<ReadonlyMap<string, KeyedFields>>(new Map());
  const keyed = useKeyedCase(undefined, secondKeyingDraft(batchId, here?.recordId ?? batchId));
  const data = useSecondData(batchId, here);
  const { batch, items, compared } = data;
  const isKeyed = ({ recordId, keyedAgain }: SecondCase) => keyedAgain || own.has(recordId);

  const open = async (next: SecondCase, before: KeyedFields = previous) => {
    const draft = await findDraft(secondKeyingDraft(batchId, next.recordId));
    const known = own.get(next.recordId) ?? (next.keyedAgain ? fromStored(next.fields) : undefined);
    setTrouble(undefined);
    setHere(next);
    keyed.start(draft ?? known ?? carriedTo(before, compared));
    on.opened();
  };
  const first = items.find((one) => !isKeyed(one)) ?? items[0];
  useOnce(data.type.data && first, (begin) => void open(begin));

  const refuse = (refusal: Trouble) => {
    keyed.refuse(refusal.errors);
    setTrouble(refusal);
    const [problem] = refusal.errors;
    if (problem) document.getElementById(`field-${fieldOf(problem)}`)?.focus();
  };

  /** A case that the server refused after the form had gone on. */
  const reopen = async (record: OutgoingRecord, refusal = record.refused): Promise<boolean> => {
    const again = items.find(({ recordId }) => recordId === record.again?.recordId);
    if (!again || !(await saveDraft(secondKeyingDraft(batchId, again.recordId), record.draft))) return false;
    await open(again);
    if (refusal) refuse(refusal);
    await drop(record.key);
    return true;
  };

  const goOn = async (saved: KeyedFields, done: SecondCase) => {
    rememberKeyed(saved, "second");
    await dropDraft(secondKeyingDraft(batchId, done.recordId));
    setPrevious(saved);
    const after = new Map(own).set(done.recordId, saved);
    setOwn(after);
    const next = nextLeft(items, done, after);
    if (next) await open(next, saved);
    else on.last();
  };

  const sendOff = useSendOff(keyed.fieldsNow);
  const { confirm, emptyRefusal } = waitingFor(keyed.fieldsNow, setTrouble);
  const save = async () => {
    if (!here || !batch.data) return;
    const empty = emptyRefusal(data.columns);
    if (empty) return refuse(empty);
    const { recordType, bookNumber } = batch.data;
    const again = { recordId: here.recordId, number: here.number };
    await sendOff(
      { batchId, accepted: [], book: { recordType, bookNumber }, again },
      {
        begin: () => setTrouble(undefined),
        goOn: (saved) => goOn(saved, here),
        bringBack: reopen,
        refuse,
        confirm,
      },
    );
  };
  const step = (by: number) => {
    const next = items[items.findIndex(({ recordId }) => recordId === here?.recordId) + by];
    if (next) void open(next);
  };
  const done = items.filter(isKeyed).length;
  const problems = standingProblems(keyed.problems, keyed.fields);
  return { data, here, previous, keyed, problems, trouble, done, isKeyed, open, reopen, save, step };
};
