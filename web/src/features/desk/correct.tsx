import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useLocation, useParams } from "wouter";
import { askFor } from "../../ui/keying/ask-to-confirm.ts";
import type { GivenAnswer } from "../../ui/keying/drafts.ts";
import { answersOf, isToBeKeyed } from "../../ui/keying/problems.ts";
import { useDeskKeys } from "../../ui/keying/use-desk-keys.ts";
import { checkCase, type Finding } from "../../ui/keying/use-live-findings.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { isOvertaken } from "../../ui/use-made-from.ts";
import { CorrectForm } from "./correct-form.tsx";
import { DeskDialogs, type Question } from "./desk-dialogs.tsx";
import { useCorrection } from "./use-correction.ts";

/**
 * Whether a finding was answered, as the server sees it: for the same rule in the very same
 * fields, while none of them is changed.
 */
const answeredBy =
  (answers: readonly GivenAnswer[], changed: ReadonlySet<string>) =>
  ({ rule, fields }: Finding) =>
    !fields.some((field) => changed.has(field)) &&
    answers.some(
      (one) =>
        one.rule === rule &&
        fields.length === one.fields.length &&
        fields.every((field) => one.fields.includes(field)),
    );

/**
 * A case opened again beside its image: what a check marked stands at its field; every change has a
 * reason.
 */
export const Correct = () => {
  const { t } = useTranslation();
  const { batchId = "", recordId = "" } = useParams();
  const [, navigate] = useLocation();
  const [question, setQuestion] = useState<Question>();
  const [reason, setReason] = useState<string>();
  const correction = useCorrection(batchId, recordId);
  const { record, type, scan, keyed, stored, changed, correct, letStand } = correction;
  const usual =
    record.data && record.data.marks.length > 0 ? t("desk.correctReason") : t("desk.correctMistake");

  const isAccepted = answeredBy(record.data?.accepted ?? [], new Set(correction.changedFields));
  const standing = keyed.findings.filter((found) => found.severity !== "info" && !isAccepted(found));
  const askWhy = () => {
    if (changed > 0) setQuestion({ kind: "why", initial: reason ?? usual });
  };
  const askAccept = async () => {
    const findings = await checkCase(batchId, keyed.fields).catch(() => keyed.findings);
    const open = findings.filter((found) => found.severity !== "info" && !isAccepted(found));
    const empty = open.find(isToBeKeyed);
    if (empty) askFor(empty.fields[0] ?? "");
    else if (open.length > 0) setQuestion({ kind: "accept", findings: open });
    else askWhy();
  };
  const acts = { F8: () => void askAccept(), F9: () => navigate(`/lo/${batchId}/truong-hop`) };
  useDeskKeys(acts, askWhy, {
    fields: keyed.fields,
    previous: stored,
    change: keyed.change,
    askIllegible: (code) => setQuestion({ kind: "illegible", code }),
  });

  if (!record.data || !type.data || !correction.isOpen) {
    return (
      <main className="page">
        <ProblemNote error={record.error ?? type.error} />
      </main>
    );
  }
  return (
    <main className="desk-page">
      <SplitView image={<ScanViewer scan={scan} bookId={record.data.bookId} />}>
        <CorrectForm
          batchId={batchId}
          recordId={recordId}
          record={record.data}
          type={type.data}
          correction={correction}
          open={standing.length}
          onSave={askWhy}
          onAccept={askAccept}
        />
      </SplitView>
      <DeskDialogs
        question={question}
        onIllegible={(code, why) => {
          keyed.change(code, { text: keyed.fields[code]?.text ?? "", special: "illegible", why });
          setQuestion(undefined);
        }}
        busy={letStand.isPending || correct.isPending}
        error={letStand.error ?? correct.error}
        onAccept={(standing) => {
          // Reasons that were typed stay where somebody else was quicker.
          const onError = (error: Error) => {
            if (!isOvertaken(error)) setQuestion(undefined);
          };
          // Without a change there is nothing to correct: the findings alone are answered.
          if (changed === 0) letStand.mutate(answersOf(standing), { onError });
          else correct.mutate({ reason: reason ?? usual, accepted: answersOf(standing) }, { onError });
        }}
        onWhy={(why) => {
          setReason(why);
          setQuestion(undefined);
          correct.mutate({ reason: why, accepted: [] });
        }}
        onClose={() => setQuestion(undefined)}
      />
    </main>
  );
};
