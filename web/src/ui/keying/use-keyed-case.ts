import { useCallback, useMemo, useRef, useState } from "react";
import type { FieldProblem } from "../../api/problem.ts";
import { type DraftPlace, saveDraft } from "./drafts.ts";
import type { KeyedField, KeyedFields } from "./keyed-fields.ts";
import { shownProblems } from "./problems.ts";
import { useLiveFindings } from "./use-live-findings.ts";

const noRefusals: readonly FieldProblem[] = [];
const noColumns: ReadonlySet<string> = new Set();

/**
 * The case in the form: its fields, kept on this computer as `draft` at every change, and what is
 * wrong with it. Without a batch the rules are not asked: a second keyer writes what they
 * see, plausible or not.
 */
export const useKeyedCase = (batchId: string | undefined, draft: DraftPlace) => {
  const [fields, setFields] = useState<KeyedFields>({});
  const [refused, setRefused] = useState(noRefusals);
  const [left, setLeft] = useState(noColumns);
  const { findings, numberTaken, existing } = useLiveFindings(batchId, fields);

  /** What the form holds now, also between two drawings. */
  const current = useRef<KeyedFields>({});
  const put = useCallback((next: KeyedFields) => {
    current.current = next;
    setFields(next);
  }, []);
  const { batchId: draftOf, name } = draft;
  const change = useCallback(
    (code: string, field: KeyedField) => {
      const next = { ...current.current, [code]: field };
      put(next);
      void saveDraft({ batchId: draftOf, name }, next);
    },
    [draftOf, name, put],
  );
  const leave = useCallback(
    (code: string) => setLeft((before) => (before.has(code) ? before : new Set([...before, code]))),
    [],
  );
  /** Another case takes this one's place; `seen` are the columns whose findings show at once. */
  const start = useCallback(
    (next: KeyedFields, seen: ReadonlySet<string> = noColumns) => {
      put(next);
      setRefused(noRefusals);
      setLeft(seen);
    },
    [put],
  );
  return {
    fields,
    change,
    leave,
    start,
    findings,
    numberTaken,
    existing,
    refuse: setRefused,
    fieldsNow: useCallback(() => current.current, []),
    problems: useMemo(() => shownProblems(findings, refused, left), [findings, refused, left]),
  };
};
