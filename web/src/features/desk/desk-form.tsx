import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { CaseForm } from "../../ui/keying/case-form.tsx";
import type { Trouble } from "../../ui/keying/drafts.ts";
import { isToBeKeyed } from "../../ui/keying/problems.ts";
import { RefusedCases, SavingNote } from "../../ui/keying/saving-note.tsx";
import type { Saving } from "../../ui/keying/use-saving.ts";
import { Lease } from "../../ui/lease.tsx";
import type { RecordType } from "../../ui/use-record-type.ts";
import type { Question } from "./desk-dialogs.tsx";
import type { DeskBatch } from "./use-desk-data.ts";
import type { useFirstKeying } from "./use-first-keying.ts";

type FirstKeying = ReturnType<typeof useFirstKeying>;

/** Which book is keyed, until when, and the way to what was keyed of it. */
const Heading = ({ batch }: { readonly batch: DeskBatch }) => {
  const { t } = useTranslation();
  const { recordType, bookNumber, records, marks } = batch;
  const cases = `/lo/${batch.id}/truong-hop`;
  return (
    <>
      <div className="row heading">
        <h1 id="desk-title" className="grow">
          {t("batch.book", { type: t(`recordType.${recordType}`), number: bookNumber })}{" "}
          <span className="small">
            <Lease until={batch.leaseUntil} />
          </span>
        </h1>
        <Link className="small" href={cases}>
          {t("batch.keyed")}: {records} <kbd>F9</kbd>
        </Link>
      </div>
      {marks > 0 && (
        <p className="problem">
          {t("batch.returned", { count: marks })} <Link href={cases}>{t("desk.mistakes")}</Link> <kbd>F9</kbd>
        </p>
      )}
    </>
  );
};

/** Why the case in the form was refused, and the way on where there is one. */
const RefusedHere = (props: { readonly trouble: Trouble; readonly onDuplicate: () => void }) => {
  const { t, i18n } = useTranslation();
  const { trouble, onDuplicate } = props;
  return (
    <div className="problem row" role="alert">
      <span className="grow">
        {i18n.language === "en" ? trouble.titleEn : trouble.title}
        {trouble.code === "warning-not-accepted" &&
          ` ${t(trouble.errors.some(isToBeKeyed) ? "desk.keyOrSay" : "desk.acceptHint")}`}
      </span>
      {trouble.code === "record-exists" && (
        <button type="button" onClick={onDuplicate}>
          {t("desk.duplicate")}
        </button>
      )}
    </div>
  );
};

/** What can be done with the case, where the work is kept, and handing the batch in. */
const Status = (props: {
  readonly saving: Saving;
  readonly hasProblems: boolean;
  readonly onSave: () => void;
  readonly onAccept: () => void;
  readonly onSubmit: () => void;
}) => {
  const { t } = useTranslation();
  const { saving, hasProblems, onSave, onAccept, onSubmit } = props;
  return (
    <div className="status">
      <button type="button" data-kind="primary" onClick={onSave}>
        {t("desk.save")}
      </button>
      {hasProblems && (
        <button type="button" onClick={onAccept}>
          {t("desk.accept")} <kbd>F8</kbd>
        </button>
      )}
      <SavingNote saving={saving} />
      <button type="button" onClick={onSubmit}>
        {t("desk.submit")} <kbd>F10</kbd>
      </button>
    </div>
  );
};

/** The form of the desk with what stands above and below it. */
export const DeskForm = (props: {
  readonly batch: DeskBatch;
  readonly type: RecordType;
  readonly keying: FirstKeying;
  readonly saving: Saving;
  /** Before that, the form would hold up the first sight of the page. */
  readonly painted: boolean;
  readonly scroll: RefObject<HTMLDivElement | null>;
  readonly onQuestion: (question: Question) => void;
  readonly onAccept: () => void;
  readonly onSubmit: () => void;
}) => {
  const { batch, type, keying, saving, painted, scroll, onQuestion, onAccept, onSubmit } = props;
  const { t } = useTranslation();
  const { keyed, trouble, number, suffix, bringBack, save } = keying;
  return (
    <section className="form" aria-labelledby="desk-title">
      <Heading batch={batch} />
      <RefusedCases refused={saving.refused} openKey="F7" onOpen={(record) => void bringBack(record)} />
      <div className="scroll" ref={scroll}>
        {painted && (
          <CaseForm
            columns={type.fields}
            codeTables={type.codeTables}
            fields={keyed.fields}
            problems={keyed.problems}
            turn={keying.turn}
            onChange={keyed.change}
            onLeave={keyed.leave}
          />
        )}
      </div>
      {keyed.numberTaken && !keying.isRepeat && trouble?.code !== "record-exists" && (
        <div className="problem row" role="status" data-taken>
          <span className="grow">{t("desk.exists")}</span>
          <button type="button" onClick={() => onQuestion({ kind: "duplicate", number, suffix })}>
            {t("desk.duplicate")}
          </button>
        </div>
      )}
      {trouble && (
        <RefusedHere
          trouble={trouble}
          onDuplicate={() => onQuestion({ kind: "duplicate", number, suffix })}
        />
      )}
      <Status
        saving={saving}
        hasProblems={keyed.problems.length > 0}
        onSave={() => save([])}
        onAccept={onAccept}
        onSubmit={onSubmit}
      />
    </section>
  );
};
