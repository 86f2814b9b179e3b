import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { useDeskKeys } from "../../ui/keying/use-desk-keys.ts";
import { useSaving } from "../../ui/keying/use-saving.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { SecondForm } from "./second-form.tsx";
import { type Asked, SecondQuestions } from "./second-questions.tsx";
import { useSecondKeying } from "./use-second-keying.ts";

/**
 * The second keying: as the first desk, but only the columns that are compared, and nothing of what
 * the first person saw.
 */
export const SecondDesk = () => {
  const { t } = useTranslation();
  const { batchId = "" } = useParams();
  const scroll = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<Asked>();
  const saving = useSaving(batchId);
  const keying = useSecondKeying(batchId, {
    opened() {
      setAsked(undefined);
      scroll.current?.scrollTo({ top: 0 });
      // Once the form shows the case.
      setTimeout(() => document.querySelector<HTMLInputElement>("input[data-field]")?.focus());
    },
    last: () => setAsked("finish"),
  });
  const acts = {
    F7: () => keying.step(-1),
    F8: () => keying.step(1),
    F9: () => setAsked("cases"),
    F10: () => setAsked("finish"),
  };
  useDeskKeys(acts, () => void keying.save(), {
    fields: keying.keyed.fields,
    previous: keying.previous,
    change: keying.keyed.change,
    askIllegible: (code) => setAsked({ illegible: code }),
  });

  const { batch, cases, type, scan } = keying.data;
  if (!batch.data || !type.data || !cases.data) {
    return (
      <main className="page">
        <ProblemNote error={batch.error ?? type.error ?? cases.error} />
      </main>
    );
  }
  const { recordType, bookNumber } = batch.data;
  return (
    <main className="desk-page">
      <SplitView image={<ScanViewer scan={scan} />}>
        <SecondForm
          book={t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber })}
          codeTables={type.data.codeTables}
          keying={keying}
          saving={saving}
          scroll={scroll}
          onCases={() => setAsked("cases")}
          onFinish={() => setAsked("finish")}
        />
      </SplitView>
      {asked !== undefined && (
        <SecondQuestions
          batchId={batchId}
          asked={asked}
          keying={keying}
          saving={saving}
          onClose={() => setAsked(undefined)}
        />
      )}
    </main>
  );
};
