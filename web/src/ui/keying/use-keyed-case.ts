import { useCallback, useMemo, useRef, useState } from "react";
import type { FieldProblem } from "../../api/problem.ts";
import { saveDraft } from "./drafts.ts";
import type { KeyedField, KeyedFields } from "./keyed-fields.ts";
import { shownProblems } from "./problems.ts";
import { useLiveFindings } from "./use-live-findings.ts";

const noRefusals: readonly FieldProblem[] = [];
const noColumns: ReadonlySet<string> = new Set();

/**
 * The case in the form: its fields, kept on this computer under `draftName` at every change, and
 * what is wrong with it. Without a batch the rules are not asked: a second keyer writes what they
 * see, plausible or not.
 */
export const useKeyedCase = (batchId: string | undefined, draftName: string) => {
  const [fields, setFields] = useState<KeyedFields>({});
  const [refused, setRefused] = useState(noRefusals);
  const [left, setLeft] = useState(noColumns);
  const { findings, numberTaken } = useLiveFindings(batchId, fields);

  /** What the form holds now, also between two drawings. */
  const current = useRef<KeyedFields>({});
  const put = useCallback((next: KeyedFields) => {
    current.current = next;
    setFields(next);
  }, []);
  const change = useCallback(
    (code: string, field: KeyedField) => {
      const next = { ...current.current, [code]: field };
      put(next);
      void saveDraft(draftName, next);
    },
    [draftName, put],
  );
  const leave = useCallback(
    (code: string) => setLeft((before) => (before.has(code) ? before : new Set([...before, code]))),
    [],
  );
  /** Another case takes the place of this one; findings of the columns in `seen` show at once. */
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
    refuse: setRefused,
    fieldsNow: useCallback(() => current.current, []),
    problems: useMemo(() => shownProblems(findings, refused, left), [findings, refused, left]),
  };
};
