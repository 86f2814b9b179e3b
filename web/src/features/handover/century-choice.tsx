import { useTranslation } from "react-i18next";
import { AndMore } from "../../ui/and-more.tsx";
import type { AnswerPreview } from "./answer-mapping.ts";

/** The century that years of two digits in a column are of. */
const centuries = ["1900", "2000"] as const;
type CenturySaid = (typeof centuries)[number];

/** What somebody has said, by column. */
export type CenturiesSaid = ReadonlyMap<number, CenturySaid>;

/** As it is sent: `2-1900_5-2000`; undefined while nothing is said. */
export const centuriesToSend = (said: CenturiesSaid): string | undefined =>
  said.size === 0
    ? undefined
    : [...said]
        .toSorted(([one], [other]) => one - other)
        .map(([column, century]) => `${column}-${century}`)
        .join("_");

/**
 * Examples of years of two digits in each column of a file, and of which century somebody says they
 * are: days of registration may be of another one than days of processing.
 */
export const CenturyChoice = (props: {
  readonly shortYears: AnswerPreview["shortYears"];
  readonly said: CenturiesSaid;
  /** By the centuries that are chosen the file names another book. */
  readonly isRefused: boolean;
  readonly onSaid: (said: CenturiesSaid) => void;
}) => {
  const { t } = useTranslation();
  const { shortYears, said, isRefused, onSaid } = props;
  if (shortYears.count === 0) return null;
  return (
    <section
      className="notice stack"
      data-short-years={shortYears.count}
      aria-label={t("handover.shortYearsTitle")}
    >
      <p>{t("handover.shortYears", { count: shortYears.count })}</p>
      {shortYears.columns.map(({ column, heading, count, examples }) => (
        <fieldset key={column} className="stack" data-short-column={column}>
          <legend>{t("handover.shortYearsOf", { heading, count })}</legend>
          <ul className="plain small">
            {examples.map(({ row, text }) => (
              <li key={row}>{t("handover.unreadTitle", { row, text })}</li>
            ))}
          </ul>
          <AndMore count={count - examples.length} />
          <div className="row">
            {centuries.map((one) => (
              <label key={one} className="row">
                <input
                  type="radio"
                  name={`answer-century-${column}`}
                  checked={said.get(column) === one}
                  onChange={() => onSaid(new Map(said).set(column, one))}
                />
                {t("handover.century", { first: one.slice(0, 2) })}
              </label>
            ))}
          </div>
        </fieldset>
      ))}
      {said.size > 0 && isRefused && <p data-century-refused>{t("handover.centuryRefused")}</p>}
    </section>
  );
};
