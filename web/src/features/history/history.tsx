import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams, useSearch } from "wouter";
import { BusyButton } from "../../ui/busy-button.tsx";
import { DayField } from "../../ui/day-field.tsx";
import { download } from "../../ui/download.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useHasRole } from "../../ui/use-session.ts";
import { Annotate } from "./annotate.tsx";
import { Audit } from "./audit.tsx";
import { CurrentFields } from "./current-fields.tsx";
import { Proof } from "./proof.tsx";
import { RequestCorrection } from "./request-correction.tsx";
import { Story } from "./story.tsx";
import { type RecordedCase, useRecord, useRecordHistory } from "./use-record.ts";

const Heading = ({ record }: { readonly record: RecordedCase | undefined }) => {
  const { t } = useTranslation();
  return (
    <h1 className="grow">
      {record &&
        t("history.record", {
          number: record.number,
          type: t(`recordType.${record.recordType}`),
          book: record.bookNumber,
        })}
    </h1>
  );
};

/**
 * Pages on which a verdict is given, or what goes out is confirmed; nothing else is taken from an
 * address.
 */
const leadingHere = /^\/(kiem-tra|nghiem-thu|ban-giao)\/[\w-]+(#[\w-]+)?$/;

/** The way back to the page that led here. */
const WayBack = () => {
  const { t } = useTranslation();
  const from = new URLSearchParams(useSearch()).get("tu") ?? "";
  const [, page] = leadingHere.exec(from) ?? [];
  if (page === undefined) return null;
  return (
    <p>
      <Link href={from} data-way-back>
        ← {t(page === "ban-giao" ? "history.backToHandover" : "history.backToVerdict")}
      </Link>
    </p>
  );
};

/**
 * One record as it stands, or stood at a day, beside its life as a story; any field says why its
 * value is there.
 */
export const History = () => {
  const { t } = useTranslation();
  const { recordId = "" } = useParams();
  const [day, setDay] = useState("");
  // Another page leads to one of the fields: its story is told at once.
  const pointedAt = new URLSearchParams(useSearch()).get("truong") ?? undefined;
  const [field, setField] = useState(pointedAt);
  const [asking, setAsking] = useState<string>();
  const manager = useHasRole("data-manager");
  const auditor = useHasRole("auditor");
  const record = useRecord(recordId, day);
  const story = useRecordHistory(recordId);
  const { labelOf } = useRecordTexts(record.data?.recordType);
  const sheet = useMutation({
    mutationFn: () => {
      const path = { recordId };
      return download("phieu-tra-cuu.pdf", "/api/reporting/v1/records/{recordId}/look-up-sheet.pdf", {
        path,
      });
    },
  });
  return (
    <main className="page">
      <ProblemNote error={record.error ?? story.error ?? sheet.error} />
      <WayBack />
      <div className="row">
        <Heading record={record.data} />
        {record.data && (
          <BusyButton type="button" busy={sheet.isPending} onClick={() => sheet.mutate()}>
            {t("history.sheet")}
          </BusyButton>
        )}
        {manager && record.data?.status === "accepted" && (
          <Annotate recordId={recordId} revision={record.data.revision} />
        )}
        <DayField id="as-of" label={t("history.asOf")} onDay={setDay} />
      </div>
      <div className="columns">
        <CurrentFields
          record={record.data}
          day={day}
          field={field}
          pointedAt={pointedAt}
          // What comes later moves the rows: the field is led to once all of it is there.
          settled={story.data !== undefined || story.error !== null}
          onField={setField}
          onAsk={setAsking}
        />
        <section className="sticky">
          <div className="row">
            <h2 className="grow">
              {field === undefined ? t("history.title") : `${t("history.why")} ${labelOf(field)}`}
            </h2>
            {field !== undefined && (
              <button type="button" onClick={() => setField(undefined)}>
                {t("history.whole")}
              </button>
            )}
          </div>
          <Story items={story.data?.items ?? []} field={field} />
          {story.data && <Proof key={recordId} proof={story.data.proof} />}
          {auditor && <Audit recordId={recordId} />}
        </section>
      </div>
      {asking !== undefined && (
        <RequestCorrection
          recordId={recordId}
          field={asking}
          revision={record.data?.revision ?? -1}
          label={labelOf(asking)}
          present={record.data?.fields[asking]}
          onClose={() => setAsking(undefined)}
        />
      )}
    </main>
  );
};
