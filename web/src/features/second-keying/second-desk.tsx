import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "wouter";
import { CaseForm } from "../../ui/keying/case-form.tsx";
import { pressInField } from "../../ui/keying/field-keys.ts";
import { IllegibleChoice } from "../../ui/keying/illegible-choice.tsx";
import { RefusedCases, SavingNote } from "../../ui/keying/saving-note.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { usePageKeys } from "../../ui/use-page-keys.ts";
import { CaseChoice } from "./case-choice.tsx";
import { FinishSecond } from "./finish-second.tsx";
import { useSecondKeying } from "./use-second-keying.ts";

type Asked = "finish" | "cases" | { readonly illegible: string };

/**
 * The second keying: as the first desk, but only the columns that are compared, and nothing of what
 * the first person saw.
 */
export const SecondDesk = () => {
  const { t, i18n } = useTranslation();
  const { batchId = "" } = useParams();
  const form = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<Asked>();
  const keying = useSecondKeying(batchId, {
    opened() {
      setAsked(undefined);
      form.current?.scrollTo({ top: 0 });
      // Once the form shows the case.
      setTimeout(() => document.querySelector<HTMLInputElement>("input[data-field]")?.focus());
    },
    last: () => setAsked("finish"),
  });
  const { batch, cases, type, items, here, previous, keyed, saving, trouble, done } = keying;
  const { fields } = keyed;

  usePageKeys((event) => {
    const acts: Record<string, () => void> = {
      F7: () => keying.step(-1),
      F8: () => keying.step(1),
      F9: () => setAsked("cases"),
      F10: () => setAsked("finish"),
    };
    const act = event.key === "Enter" && event.ctrlKey ? () => void keying.save() : acts[event.key];
    if (act) {
      event.preventDefault();
      // A key that is held acts once.
      if (!event.repeat) act();
      return;
    }
    const askIllegible = (code: string) => setAsked({ illegible: code });
    pressInField(event, { fields, previous, change: keyed.change, askIllegible });
  });

  if (!batch.data || !type.data || !cases.data) {
    return (
      <main className="page">
        <ProblemNote error={batch.error ?? type.error ?? cases.error} />
      </main>
    );
  }
  const { recordType, bookNumber } = batch.data;
  const book = t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber });
  return (
    <main className="desk-page">
      <SplitView image={<ScanViewer scan={keying.scan} />}>
        <section className="form" aria-labelledby="desk-title">
          <div className="row heading">
            <h1 id="desk-title" className="grow" data-number={here?.number}>
              {t("secondKeying.case", { number: here?.number ?? "", book })}
            </h1>
            <button
              type="button"
              data-kind="plain"
              className="small"
              data-progress={done}
              onClick={() => setAsked("cases")}
            >
              {t("secondKeying.progress", { done, total: items.length })} <kbd>F9</kbd>
            </button>
          </div>
          <p className="muted small">{t("secondKeying.blind")}</p>
          <RefusedCases refused={saving.refused} onOpen={(record) => void keying.reopen(record)} />
          <div className="scroll" ref={form}>
            <CaseForm
              columns={keying.columns}
              codeTables={type.data.codeTables}
              fields={fields}
              problems={keyed.problems}
              stage="second"
              turn={done}
              onChange={keyed.change}
              onLeave={keyed.leave}
            />
          </div>
          {trouble && (
            <div className="problem" role="alert">
              {i18n.language === "en" ? trouble.titleEn : trouble.title}
            </div>
          )}
          <div className="status">
            <button type="button" data-kind="primary" onClick={() => keying.save()}>
              {t("desk.save")}
            </button>
            <SavingNote saving={saving} />
            <button type="button" onClick={() => setAsked("finish")}>
              {t("secondKeying.finishNow")} <kbd>F10</kbd>
            </button>
          </div>
        </section>
      </SplitView>
      {typeof asked === "object" && (
        <IllegibleChoice
          onChoose={(why) => {
            const { illegible: code } = asked;
            keyed.change(code, { text: fields[code]?.text ?? "", special: "illegible", why });
            setAsked(undefined);
          }}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked === "cases" && (
        <CaseChoice
          items={items}
          isKeyed={keying.isKeyed}
          onChoose={(one) => void keying.open(one)}
          onClose={() => setAsked(undefined)}
        />
      )}
      {asked === "finish" && (
        <FinishSecond
          batchId={batchId}
          left={items.length - done}
          waiting={saving.waiting + saving.refused.length}
          onClose={() => setAsked(undefined)}
        />
      )}
    </main>
  );
};
