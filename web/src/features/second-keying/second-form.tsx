import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { FormScroll } from "../../ui/form-scroll.tsx";
import { CaseForm } from "../../ui/keying/case-form.tsx";
import { RefusedCases, SavingNote } from "../../ui/keying/saving-note.tsx";
import type { Saving } from "../../ui/keying/use-saving.ts";
import type { RecordType } from "../../ui/use-record-type.ts";
import type { useSecondKeying } from "./use-second-keying.ts";

interface Props {
  /** The book, as people call it. */
  readonly book: string;
  readonly codeTables: RecordType["codeTables"];
  readonly keying: ReturnType<typeof useSecondKeying>;
  readonly saving: Saving;
  readonly scroll: RefObject<HTMLDivElement | null>;
  readonly onCases: () => void;
  readonly onFinish: () => void;
}

const Heading = ({ book, keying, onCases }: Pick<Props, "book" | "keying" | "onCases">) => {
  const { t } = useTranslation();
  const { here, done, data } = keying;
  return (
    <>
      <div className="row heading">
        <h1 id="desk-title" className="grow" data-number={here?.number}>
          {t("secondKeying.case", { number: here?.number ?? "", book })}
        </h1>
        <button type="button" data-kind="plain" className="small" data-progress={done} onClick={onCases}>
          {t("secondKeying.progress", { done, total: data.items.length })} <kbd>F9</kbd>
        </button>
      </div>
      <p className="muted small">{t("secondKeying.blind")}</p>
    </>
  );
};

/** The form of the second desk with what stands above and below it. */
export const SecondForm = (props: Props) => {
  const { t, i18n } = useTranslation();
  const { book, codeTables, keying, saving, scroll, onCases, onFinish } = props;
  const { keyed, trouble } = keying;
  return (
    <section className="form" aria-labelledby="desk-title">
      <Heading book={book} keying={keying} onCases={onCases} />
      <RefusedCases refused={saving.refused} onOpen={(record) => void keying.reopen(record)} />
      <FormScroll ref={scroll}>
        <CaseForm
          columns={keying.data.columns}
          codeTables={codeTables}
          fields={keyed.fields}
          problems={keying.problems}
          stage="second"
          turn={keying.done}
          onChange={keyed.change}
          onLeave={keyed.leave}
        />
      </FormScroll>
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
        <button type="button" onClick={onFinish}>
          {t("secondKeying.finishNow")} <kbd>F10</kbd>
        </button>
      </div>
    </section>
  );
};
