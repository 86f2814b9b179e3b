import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { query } from "../../api/queries.ts";
import { textOf } from "../../ui/field-value.ts";
import { Figure } from "../../ui/figure.tsx";
import { formatNumber, formatShare } from "../../ui/format.ts";
import { Freshness } from "../../ui/freshness.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScanViewer } from "../../ui/scan-viewer.tsx";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { useScanOf } from "../../ui/use-scan-of.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import { todayInVietnam, weekOf } from "../../ui/week.ts";
import { WeekChoice } from "../../ui/week-choice.tsx";
import { type Mistake, useMistakes } from "./use-mistakes.ts";

/** One returned case: what was keyed, what the check said, and where it stands in the picture. */
const MistakeCard = (props: {
  readonly mistake: Mistake;
  readonly shown: boolean;
  readonly onShow: () => void;
}) => {
  const { t } = useTranslation();
  const { mistake, shown, onShow } = props;
  const { labelOf } = useRecordTexts(mistake.recordType);
  const words = useValueWords();
  return (
    <div className="card stack" data-mistake={mistake.number}>
      <strong>
        {t("history.record", {
          number: mistake.number,
          type: t(`recordType.${mistake.recordType}`),
          book: mistake.bookNumber,
        })}
      </strong>
      {mistake.marks.map((mark) => (
        <div key={`${mark.field} ${mark.severity} ${mark.reason}`} className="mark">
          ✗ {labelOf(mark.field)} ({t(`review.severity.${mark.severity}`)}):{" "}
          {textOf(mistake.fields[mark.field], words)} – “{mark.reason}”
        </div>
      ))}
      <div className="row">
        <button
          type="button"
          aria-pressed={shown}
          aria-label={`${t("desk.image")} ${mistake.number}`}
          onClick={onShow}
        >
          {t("desk.image")}
        </button>
        <Link
          className="button"
          data-kind="primary"
          href={`/lo/${mistake.batchId}/sua/${mistake.id}`}
          aria-label={`${t("desk.correct")} ${mistake.number}`}
        >
          {t("desk.correct")}
        </Link>
      </div>
    </div>
  );
};

const Picture = ({ mistake }: { readonly mistake: Mistake }) => {
  return <ScanViewer scan={useScanOf(mistake.bookId, mistake.number)} />;
};

const UNKNOWN = "–";

/**
 * A clerk's own figures of a week, seen by no other clerk, and what came back to be mended, with
 * the picture.
 */
export const OwnWork = () => {
  const { t } = useTranslation();
  const [back, setBack] = useState(0);
  const [shown, setShown] = useState<string>();
  const week = weekOf(todayInVietnam(), back);
  const figures = useQuery(query("/api/reporting/v1/clerks/me", { query: week }));
  const mistakes = useMistakes();
  const own = figures.data?.items[0];
  /** No line means that nothing was done; without an answer nobody knows. */
  const counted = (count = 0) =>
    figures.data ? { value: formatNumber(count) } : { value: UNKNOWN, note: t("dashboard.notEnough") };
  const picked = mistakes.items.find(({ id }) => id === shown);
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">{t("nav.ownWork")}</h1>
        {figures.data && <Freshness freshness={figures.data.freshness} />}
      </div>
      <WeekChoice week={week} back={back} onBack={setBack} />
      <ProblemNote error={figures.error ?? mistakes.error} />
      <div className="figures">
        <Figure label={t("work.keyed")} {...counted(own?.keyed)} />
        <Figure label={t("work.corrected")} {...counted(own?.corrected)} />
        <Figure label={t("work.fieldsChecked")} {...counted(own?.fieldsChecked)} />
        <Figure
          label={t("ownWork.wrong")}
          value={own?.errorRate == null ? UNKNOWN : formatNumber(own.wrongFields)}
          note={own?.errorRate == null ? t("dashboard.nothingChecked") : formatShare(own.errorRate)}
        />
      </div>
      <p className="muted small">{t("ownWork.note")}</p>
      <h2>{t("desk.mistakes")}</h2>
      {mistakes.ready && mistakes.items.length === 0 && <p className="good">✓ {t("ownWork.none")}</p>}
      <div className={picked ? "columns" : undefined}>
        <div className="stack">
          {mistakes.items.map((mistake) => (
            <MistakeCard
              key={mistake.id}
              mistake={mistake}
              shown={shown === mistake.id}
              onShow={() => setShown(shown === mistake.id ? undefined : mistake.id)}
            />
          ))}
        </div>
        {picked && (
          <div className="sticky beside">
            <Picture key={picked.id} mistake={picked} />
          </div>
        )}
      </div>
    </main>
  );
};
