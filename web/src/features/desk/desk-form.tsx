import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { FormScroll } from "../../ui/form-scroll.tsx";
import { CaseForm } from "../../ui/keying/case-form.tsx";
import type { Trouble } from "../../ui/keying/drafts.ts";
import { canBeLetStand, isToBeKeyed } from "../../ui/keying/problems.ts";
import { RefusedCases, SavingNote } from "../../ui/keying/saving-note.tsx";
import type { Saving } from "../../ui/keying/use-saving.ts";
import { Lease } from "../../ui/lease.tsx";
import { useBatchNumbers } from "../../ui/use-batch-numbers.ts";
import type { RecordType } from "../../ui/use-record-type.ts";
import { useHasRole } from "../../ui/use-session.ts";
import type { Question } from "./desk-dialogs.tsx";
import { placeInBatch } from "./next-number.ts";
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

/** The way to the case that has the number already, for whoever may look at it there. */
const ExistingCase = (props: {
  readonly batchId: string;
  /** Where that case is, as the server tells it. */
  readonly found: Trouble["params"] | FirstKeying["keyed"]["existing"];
}) => {
  const { t } = useTranslation();
  const mayLookUp = useHasRole("data-manager", "auditor", "book-keeper", "checker", "acceptor");
  const { batchId, found = {} } = props;
  const { recordId, batchId: of, own } = found as NonNullable<Trouble["params"]>;
  if (recordId === undefined) return null;
  const href =
    of === batchId
      ? `/lo/${batchId}/sua/${recordId}`
      : mayLookUp
        ? `/tra-cuu/${recordId}`
        : own === undefined
          ? undefined
          : `/lo/${of}/truong-hop`;
  if (href === undefined) return null;
  return (
    <Link href={href} data-existing-case>
      {t("desk.existingCase")}
    </Link>
  );
};

/** Why the case in the form was refused, and the way on where there is one. */
const RefusedHere = (props: {
  readonly batchId: string;
  readonly trouble: Trouble;
  /** Left out where the number is another batch's: no letter makes it one of this one. */
  readonly onDuplicate: (() => void) | undefined;
}) => {
  const { t, i18n } = useTranslation();
  const { batchId, trouble, onDuplicate } = props;
  // That every number has its case is how a batch should end.
  const isGood = trouble.code === "no-number-left";
  return (
    <div className={isGood ? "notice row" : "problem row"} role={isGood ? "status" : "alert"}>
      <span className="grow">
        {i18n.language === "en" ? trouble.titleEn : trouble.title}
        {trouble.code === "warning-not-accepted" &&
          ` ${t(trouble.errors.some(isToBeKeyed) ? "desk.keyOrSay" : "desk.acceptHint")}`}
      </span>
      <ExistingCase batchId={batchId} found={trouble.params} />
      {trouble.code === "record-exists" && onDuplicate && (
        <button type="button" onClick={onDuplicate}>
          {t("desk.duplicate")}
        </button>
      )}
    </div>
  );
};

/** Tells of a number that the batch does not hold while it is typed, with those that it holds. */
const NotOfBatch = (props: {
  readonly batch: DeskBatch;
  readonly number: string;
  readonly isRepeat: boolean;
  readonly existing: FirstKeying["keyed"]["existing"];
}) => {
  const { t } = useTranslation();
  const numbersOf = useBatchNumbers();
  const { batch, number, isRepeat, existing } = props;
  const place = placeInBatch(number, batch);
  const isForeign = place === "outside" || (place === "first-case" && !isRepeat);
  if (!isForeign) return null;
  return (
    <div className="problem row" role="status" data-foreign>
      <span className="grow">{t("desk.foreign", { number, numbers: numbersOf(batch) })}</span>
      <ExistingCase batchId={batch.id} found={existing} />
    </div>
  );
};

/** What can be done with the case, where the work is kept, and submitting the batch. */
const Status = (props: {
  readonly saving: Saving;
  readonly canBeLetStand: boolean;
  readonly onSave: () => void;
  readonly onAccept: () => void;
  readonly onSubmit: () => void;
}) => {
  const { t } = useTranslation();
  const { saving, canBeLetStand: canStand, onSave, onAccept, onSubmit } = props;
  return (
    <div className="status">
      <button type="button" data-kind="primary" onClick={onSave}>
        {t("desk.save")}
      </button>
      {canStand && (
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
  const { keyed, trouble, number, bringBack, save } = keying;
  const place = placeInBatch(number, batch);
  const askDuplicate =
    place === "outside"
      ? undefined
      : () => onQuestion({ kind: "duplicate", number, letters: keying.lettersFor(number) });
  const isTaken = keyed.numberTaken && !keying.isRepeat && trouble?.code !== "record-exists";
  return (
    <section className="form" aria-labelledby="desk-title">
      <Heading batch={batch} />
      <RefusedCases refused={saving.refused} openKey="F7" onOpen={(record) => void bringBack(record)} />
      <FormScroll ref={scroll}>
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
      </FormScroll>
      <NotOfBatch
        batch={batch}
        number={number}
        isRepeat={keying.isRepeat}
        existing={trouble ? undefined : keyed.existing}
      />
      {isTaken && askDuplicate && (
        <div className="problem row" role="status" data-taken>
          <span className="grow">{t("desk.exists")}</span>
          <ExistingCase batchId={batch.id} found={keyed.existing} />
          <button type="button" onClick={askDuplicate}>
            {t("desk.duplicate")}
          </button>
        </div>
      )}
      {trouble && <RefusedHere batchId={batch.id} trouble={trouble} onDuplicate={askDuplicate} />}
      <Status
        saving={saving}
        canBeLetStand={canBeLetStand(keyed.problems)}
        onSave={() => save([])}
        onAccept={onAccept}
        onSubmit={onSubmit}
      />
    </section>
  );
};
