import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Barred, BarredNote } from "../../ui/barred-note.tsx";
import { BusyButton } from "../../ui/busy-button.tsx";
import { FormScroll } from "../../ui/form-scroll.tsx";
import { formatMoment } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { SplitView } from "../../ui/split-view.tsx";
import { isOvertaken } from "../../ui/use-made-from.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";
import { CheckedFields, type Sampled } from "./checked-fields.tsx";
import { MarkDialogs } from "./mark-dialogs.tsx";
import { useCheckKeys } from "./use-check-keys.ts";
import { type Mark, marksOn, useFindings, useSampledRecord } from "./use-sampled-record.ts";

interface Props {
  readonly reviewId: string;
  readonly recordId: string;
  readonly bookId: string;
  readonly progress: string;
  readonly onDone: () => void;
  /** Back to the case checked before this one, where there is one. */
  readonly onPrevious?: (() => void) | undefined;
}

const Heading = (props: Pick<Props, "progress" | "onPrevious"> & { readonly number: string | undefined }) => {
  const { t } = useTranslation();
  const { progress, onPrevious, number } = props;
  return (
    <div className="row heading">
      <h1 id="desk-title" className="grow">
        {number !== undefined && t("review.record", { number })}
      </h1>
      {onPrevious && (
        <button type="button" data-kind="plain" className="small" onClick={onPrevious}>
          {t("review.previous")} <kbd>F7</kbd>
        </button>
      )}
      <span className="muted small">{progress}</span>
    </div>
  );
};

/** Says that the case is right, or how many fields of it are wrong. */
const Confirm = (props: {
  readonly wrong: number;
  readonly busy: boolean;
  /** Why the person may not check it. */
  readonly barred: Barred | undefined;
  readonly onConfirm: () => void;
}) => {
  const { t } = useTranslation();
  const { wrong, busy, barred, onConfirm } = props;
  return (
    <div className="status">
      <BusyButton
        type="button"
        data-kind={barred ? undefined : "primary"}
        disabled={barred !== undefined}
        aria-describedby={barred ? "barred-from-check" : undefined}
        onClick={onConfirm}
        busy={busy}
      >
        {wrong === 0 ? t("review.right") : t("review.wrong", { count: wrong })}
      </BusyButton>
      {barred && <BarredNote barred={barred} id="barred-from-check" />}
    </div>
  );
};

/** Whose password had been set by whom shortly before they keyed it. */
const PasswordsSet = (props: {
  readonly resets: readonly { readonly of: string; readonly by: string; readonly at: string }[];
}) => {
  const { t } = useTranslation();
  return props.resets.map(({ of, by, at }) => (
    <p className="problem" key={`${of} ${at}`} data-password-set>
      {t("review.passwordSetBy", { person: of, name: by, at: formatMoment(at) })}
    </p>
  ));
};

/** What whoever checks is to know first: the case is gone, or another one than it was before. */
const ToKnow = ({ record }: { readonly record: Sampled }) => {
  const { t } = useTranslation();
  const { voided, scanChanged, unmarked, resets, recordType } = record;
  const { labelOf } = useRecordTexts(recordType);
  return (
    <>
      {voided && (
        <p className="problem" data-voided>
          {t("review.voided", voided)}
        </p>
      )}
      {scanChanged && (
        <p className="problem" data-scan-changed>
          {t("review.scanChanged")}
        </p>
      )}
      {unmarked.length > 0 && (
        <p className="notice" data-unmarked={unmarked.length}>
          {t("review.unmarkedHere", {
            count: unmarked.length,
            fields: unmarked.map(({ field }) => labelOf(field)).join(", "),
          })}
        </p>
      )}
      <PasswordsSet resets={resets} />
    </>
  );
};

/** Why a check was not taken; of what somebody else did first, what it means here. */
const Refused = ({ error }: { readonly error: unknown }) => {
  const { t } = useTranslation();
  if (!isOvertaken(error)) return <ProblemNote error={error} />;
  return (
    <p className="problem" role="alert" data-others-marks>
      {t("review.othersMarks")}
    </p>
  );
};

/**
 * One sampled record beside its image: arrows to a field, X marks what is wrong, Enter confirms and
 * goes on.
 */
export const SampledRecord = (props: Props) => {
  const { reviewId, recordId, bookId, progress, onDone, onPrevious } = props;
  const { t } = useTranslation();
  const [asking, setAsking] = useState<string>();
  /** The mark that is to be taken away and goes only with a reason. */
  const [withdrawing, setWithdrawing] = useState<Mark>();
  const sampled = useSampledRecord(reviewId, recordId, onDone);
  const { record, marks, wrong, setMarks, withdrawn, withdraw, unsaid, typed, check, ready } = sampled;
  const findings = useFindings(reviewId);
  const { labelOf } = useRecordTexts(record.data?.recordType);
  const scan = useScanOf(bookId, record.data?.number);
  useEffect(() => {
    if (!ready) return;
    const changed = document.querySelector<HTMLElement>("[data-checked]:has([data-unmarked-change])");
    (changed ?? document.querySelector<HTMLElement>("[data-checked]"))?.focus();
  }, [ready]);
  const barred = record.data?.barred;
  const toggle = (field: string) => {
    if (barred) return;
    const { own, held } = marksOn(marks, field);
    if (own) setMarks(marks.filter((mark) => mark !== own));
    else if (held) setWithdrawing(held);
    else setAsking(field);
  };
  const confirm = () => {
    if (!ready || check.isPending || barred) return;
    // What an earlier round marked and came back as it was is not right without a word.
    if (unsaid) setWithdrawing(unsaid);
    else check.mutate();
  };
  useCheckKeys({ toggle, confirm, previous: onPrevious });
  return (
    <main className="desk-page">
      <SplitView image={<ScanViewer scan={scan} bookId={bookId} />}>
        <section className="form" aria-labelledby="desk-title">
          <Heading progress={progress} onPrevious={onPrevious} number={record.data?.number} />
          <p className="muted small">{t("review.markHint")}</p>
          {record.data && <ToKnow record={record.data} />}
          <ProblemNote error={record.error} />
          <FormScroll kind="checkgrid">
            {record.data && (
              <CheckedFields
                record={record.data}
                recordId={recordId}
                marks={marks}
                withdrawn={withdrawn}
                findings={findings}
                onToggle={toggle}
              />
            )}
          </FormScroll>
          <Refused error={check.error} />
          <Confirm wrong={wrong} busy={check.isPending} barred={barred} onConfirm={confirm} />
        </section>
      </SplitView>
      <MarkDialogs
        asking={asking}
        withdrawing={withdrawing}
        typed={typed}
        labelOf={labelOf}
        onMark={(mark) => setMarks([...marks, mark])}
        onWithdraw={withdraw}
        onClose={() => {
          setAsking(undefined);
          setWithdrawing(undefined);
        }}
      />
    </main>
  );
};
