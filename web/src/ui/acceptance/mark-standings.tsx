import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatMoment } from "../format.ts";
import { useRecordTexts } from "../use-record-texts.ts";
import { wasHeavier } from "./marked-fields.ts";
import type { MarkStanding } from "./verdicts.ts";

const tones = {
  wrong: "bad",
  withdrawn: "warn",
  lowered: "warn",
  mended: "good",
  unchanged: "bad",
  voided: "warn",
  unseen: "warn",
} as const;

/** Where the page shows the first field that came back as it was when it was marked. */
export const NOT_MENDED = "chua-sua";

/** What somebody did with the mark, where that is why it stands so. */
const saidOf = (standing: MarkStanding["standing"]) => {
  if (standing === "withdrawn") return "gate.withdrawnBy";
  return standing === "lowered" ? "gate.loweredBy" : "gate.withdrawnOrLoweredBy";
};

/** What it was at its heaviest, and everything that was done with it, by whom, when and why. */
const Steps = (props: { readonly mark: MarkStanding; readonly marks: readonly MarkStanding[] }) => {
  const { t } = useTranslation();
  const { mark, marks } = props;
  const { heaviest, steps = [] } = mark;
  if (heaviest === undefined || steps.length === 0) return null;
  const heavier = wasHeavier(mark, marks);
  const isOpen = heavier || mark.standing === "withdrawn" || mark.standing === "lowered";
  return (
    <details className="below small" open={isOpen} data-mark-steps={steps.length}>
      <summary>
        {heavier ? (
          <strong className="doubt" data-once={heaviest}>
            {t("gate.once", { severity: t(`review.severity.${heaviest}`) })}
          </strong>
        ) : (
          t("gate.steps", { count: steps.length })
        )}
      </summary>
      <ol className="plain">
        {steps.map(({ what, severity, reason, because, by, at, round }) => (
          <li key={`${at} ${what} ${severity} ${reason}`}>
            {t("review.round", { round })}, {formatMoment(at)}:{" "}
            {t(`gate.step.${what}`, { who: by, severity: t(`review.severity.${severity}`), reason })}
            {because !== undefined && ` ${t("gate.because", { because })}`}
          </li>
        ))}
      </ol>
    </details>
  );
};

/** Who marked it, and who took it away or made it milder for what reason. */
const People = (mark: MarkStanding) => {
  const { t } = useTranslation();
  const { standing, markedBy = [], withdrawnBy, because } = mark;
  const { withdrawnSetters = [], withdrawnOpeners = [] } = mark;
  return (
    <>
      {markedBy.length > 0 && (
        <span className="below muted small">{t("gate.markedBy", { who: markedBy.join(", ") })}</span>
      )}
      {withdrawnBy !== undefined && (
        <span className="below small">
          {because === undefined
            ? t("gate.dropped", { who: withdrawnBy })
            : t(saidOf(standing), { who: withdrawnBy, because })}
        </span>
      )}
      {withdrawnSetters.length > 0 && (
        <span className="below small doubt">
          {t("gate.withdrawnSetters", { who: withdrawnSetters.join(", ") })}
        </span>
      )}
      {withdrawnOpeners.length > 0 && (
        <span className="below small doubt">
          {t("gate.withdrawnOpeners", { who: withdrawnOpeners.join(", ") })}
        </span>
      )}
    </>
  );
};

/** What earlier rounds and this one marked, and whether it was mended. */
export const MarkStandings = <Mark extends MarkStanding>(props: {
  readonly recordType: string;
  readonly marks: readonly Mark[];
  /** The way to the check of a case, for who may say why it is right or mark it again. */
  readonly toCase?: ((mark: Mark) => ReactNode) | undefined;
  /** Which book a mark is in, where they are of several: the same number is in each. */
  readonly bookOf?: ((mark: Mark) => string | undefined) | undefined;
}) => {
  const { t } = useTranslation();
  const { recordType, marks, toCase, bookOf } = props;
  const { labelOf } = useRecordTexts(recordType);
  if (marks.length === 0) return null;
  const first = marks.find(({ notMended }) => notMended);
  return (
    <table>
      <caption className="left">{t("gate.marksTitle")}</caption>
      <thead>
        <tr>
          {bookOf && <th>{t("search.book")}</th>}
          <th className="number">{t("search.number")}</th>
          <th>{t("correction.field")}</th>
          <th>{t("review.why")}</th>
          <th>{t("review.how")}</th>
          <th>{t("gate.standing")}</th>
        </tr>
      </thead>
      <tbody>
        {marks.map((mark) => (
          <tr
            key={`${mark.recordId} ${mark.field} ${mark.standing} ${mark.withdrawnBy} ${mark.severity} ${mark.reason}`}
            data-mark-standing={mark.standing}
            id={mark === first ? NOT_MENDED : undefined}
          >
            {bookOf && <td className="nowrap">{bookOf(mark)}</td>}
            <td className="number">{mark.notMended && toCase ? toCase(mark) : mark.number}</td>
            <td>{labelOf(mark.field)}</td>
            <td>{mark.reason}</td>
            <td>{t(`review.severity.${mark.severity}`)}</td>
            <td>
              <span className="tag" data-tone={tones[mark.standing]}>
                {t(`gate.mark.${mark.standing}`)}
              </span>
              <People {...mark} />
              <Steps mark={mark} marks={marks} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
