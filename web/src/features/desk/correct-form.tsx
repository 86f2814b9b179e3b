import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { BusyButton } from "../../ui/busy-button.tsx";
import { FormScroll } from "../../ui/form-scroll.tsx";
import { CaseForm } from "../../ui/keying/case-form.tsx";
import type { KeyedFields } from "../../ui/keying/keyed-fields.ts";
import { canBeLetStand, withReasons } from "../../ui/keying/problems.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import type { RecordType } from "../../ui/use-record-type.ts";
import type { KeyedRecord, useCorrection } from "./use-correction.ts";
import { WrongRecord } from "./wrong-record.tsx";

interface Props {
  readonly batchId: string;
  readonly recordId: string;
  readonly record: KeyedRecord;
  readonly type: RecordType;
  readonly correction: ReturnType<typeof useCorrection>;
  /** Findings that nobody has let stand with a reason. */
  readonly open: number;
  readonly onSave: () => void;
  readonly onAccept: () => void;
}

const Heading = ({ batchId, record }: Pick<Props, "batchId" | "record">) => {
  const { t } = useTranslation();
  const { marks, number, bookNumber, recordType } = record;
  return (
    <>
      <div className="row heading">
        <h1 id="desk-title" className="grow">
          {t("history.record", { number, type: t(`recordType.${recordType}`), book: bookNumber })}
        </h1>
        <Link className="small" href={`/lo/${batchId}/truong-hop`}>
          {t("desk.backToCases")} <kbd>F9</kbd>
        </Link>
      </div>
      {marks.length > 0 && (
        <div className="problem">
          {t("desk.marks")}:{" "}
          {marks.map((mark) => (
            <span key={`${mark.field} ${mark.severity} ${mark.reason}`}>
              {t(`review.severity.${mark.severity}`)}: “{mark.reason}”{" "}
            </span>
          ))}
        </div>
      )}
    </>
  );
};

const Status = (props: Omit<Props, "type">) => {
  const { t } = useTranslation();
  const { batchId, recordId, record, correction, open, onSave, onAccept } = props;
  const { keyed, changed, correct, letStand, leave, renew } = correction;
  return (
    <div className="status">
      <BusyButton
        type="button"
        data-kind="primary"
        disabled={changed === 0}
        busy={correct.isPending}
        onClick={onSave}
      >
        {t("desk.correctSave")}
      </BusyButton>
      {(open > 0 || (canBeLetStand(keyed.problems) && changed > 0)) && (
        <BusyButton type="button" busy={letStand.isPending} onClick={onAccept}>
          {t("desk.accept")} <kbd>F8</kbd>
        </BusyButton>
      )}
      <span className="small muted grow" role="status">
        {t("desk.changed", { count: changed })}
      </span>
      {record.status === "entered" && (
        <WrongRecord
          batchId={batchId}
          recordId={recordId}
          revision={record.revision}
          number={record.number}
          fields={keyed.fields}
          onVoided={(again) => void leave(again ? `/lo/${batchId}` : `/lo/${batchId}/truong-hop`)}
          onOvertaken={renew}
        />
      )}
    </div>
  );
};

/** What somebody else has changed while this person was typing, field by field. */
const ChangedByOthers = (props: { readonly recordType: string; readonly fields: KeyedFields }) => {
  const { t } = useTranslation();
  const { labelOf } = useRecordTexts(props.recordType);
  const changed = Object.entries(props.fields);
  if (changed.length === 0) return null;
  return (
    <p className="notice" data-now>
      {t("common.nowThere")}{" "}
      <strong>{changed.map(([code, { text }]) => `${labelOf(code)}: ${text || "–"}`).join(" · ")}</strong>
    </p>
  );
};

/** The form of a case that is opened again; its number is what it is known by and stays. */
export const CorrectForm = (props: Props) => {
  const { t } = useTranslation();
  const { batchId, record, type, correction, open } = props;
  const { keyed, columns, changed, correct } = correction;
  const problems = useMemo(() => withReasons(keyed.problems, record.accepted), [keyed.problems, record]);
  return (
    <section className="form" aria-labelledby="desk-title">
      <Heading batchId={batchId} record={record} />
      <FormScroll>
        <CaseForm
          columns={columns}
          codeTables={type.codeTables}
          fields={keyed.fields}
          problems={problems}
          marks={record.marks}
          otherBookNumber={record.otherBookNumber}
          turn={0}
          onChange={keyed.change}
          onLeave={keyed.leave}
        />
      </FormScroll>
      {open > 0 && changed === 0 && (
        <p className="problem" data-open-findings={open}>
          {t("desk.openFindings", { count: open })}
        </p>
      )}
      <ProblemNote error={correct.error ?? correction.letStand.error} />
      <ChangedByOthers recordType={record.recordType} fields={correction.changedByOthers} />
      <Status {...props} />
    </section>
  );
};
