import { useRef, useState } from "react";
import { useLocation, useParams } from "wouter";
import { isUntouched } from "../../ui/keying/keyed-fields.ts";
import { answersOf, isToBeKeyed } from "../../ui/keying/problems.ts";
import { useDeskKeys } from "../../ui/keying/use-desk-keys.ts";
import { checkCase } from "../../ui/keying/use-live-findings.ts";
import { useSaving } from "../../ui/keying/use-saving.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { useAfterPaint } from "../../ui/use-after-paint.ts";
import { DeskDialogs, type Question } from "./desk-dialogs.tsx";
import { DeskForm } from "./desk-form.tsx";
import { FinishFirst } from "./finish-first.tsx";
import { useFirstKeying } from "./use-first-keying.ts";

/** The questions of a first keying, and what their answers do. */
const KeyingDialogs = (props: {
  readonly keying: ReturnType<typeof useFirstKeying>;
  readonly question: Question | undefined;
  readonly onClose: () => void;
}) => {
  const { question, onClose } = props;
  const { keyed, save, saveRepeat } = props.keying;
  return (
    <DeskDialogs
      question={question}
      onIllegible={(code, why) => {
        keyed.change(code, { text: keyed.fields[code]?.text ?? "", special: "illegible", why });
        onClose();
      }}
      onAccept={(standing) => void save(answersOf(standing))}
      onDuplicate={(reason, suffix) => void saveRepeat({ suffix, reason })}
      onClose={onClose}
    />
  );
};

/** The keying desk: the page image beside the form, the whole job by keyboard. */
export const Desk = () => {
  const { batchId = "" } = useParams();
  const [, navigate] = useLocation();
  const scroll = useRef<HTMLDivElement>(null);
  const [question, setQuestion] = useState<Question>();
  const [submitting, setSubmitting] = useState(false);
  const saving = useSaving(batchId);
  const painted = useAfterPaint();
  const keying = useFirstKeying(batchId, {
    painted,
    begun: () => setQuestion(undefined),
    next: () => scroll.current?.scrollTo({ top: 0 }),
  });
  const { batch, type, keyed, bringBack, save } = keying;

  const askAccept = async () => {
    const findings = await checkCase(batchId, keyed.fields).catch(() => keyed.findings);
    const standing = findings.filter(({ severity }) => severity !== "info");
    const empty = standing.find(isToBeKeyed);
    if (empty) keying.askToKey(empty);
    else if (standing.length > 0) setQuestion({ kind: "accept", findings: standing });
    else await save([]);
  };
  const acts = {
    F7: () => {
      const [first] = saving.refused;
      if (first) void bringBack(first);
    },
    F8: () => void askAccept(),
    F9: () => navigate(`/lo/${batchId}/truong-hop`),
    F10: () => setSubmitting(true),
  };
  useDeskKeys(acts, () => void save([]), {
    fields: keyed.fields,
    previous: keying.previous,
    change: keyed.change,
    askIllegible: (code) => setQuestion({ kind: "illegible", code }),
  });

  if (!batch.data || !type.data) {
    return (
      <main className="page">
        <ProblemNote error={batch.error ?? type.error} />
      </main>
    );
  }
  return (
    <main className="desk-page">
      <SplitView
        image={
          painted ? <ScanViewer scan={keying.scan} bookId={batch.data.bookId} /> : <div className="viewer" />
        }
      >
        <DeskForm
          batch={batch.data}
          type={type.data}
          keying={keying}
          saving={saving}
          painted={painted}
          scroll={scroll}
          onQuestion={setQuestion}
          onAccept={askAccept}
          onSubmit={() => setSubmitting(true)}
        />
      </SplitView>
      <KeyingDialogs keying={keying} question={question} onClose={() => setQuestion(undefined)} />
      {submitting && (
        <FinishFirst
          batch={batch.data}
          saving={saving}
          halfKeyed={!isUntouched(keyed.fields)}
          onClose={() => setSubmitting(false)}
        />
      )}
    </main>
  );
};
