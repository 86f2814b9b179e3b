import { useTranslation } from "react-i18next";
import { AndMore } from "../../ui/and-more.tsx";
import type { AnswerPreview } from "./answer-mapping.ts";

/** The century that years of two digits in a file are of. */
export const centuries = ["1900", "2000"] as const;
export type CenturySaid = (typeof centuries)[number];

/** Examples of years of two digits in a file, and of which century somebody says they are. */
export const CenturyChoice = (props: {
  readonly shortYears: AnswerPreview["shortYears"];
  readonly century: CenturySaid | undefined;
  /** By the century that is chosen the file names another book. */
  readonly isRefused: boolean;
  readonly onCentury: (century: CenturySaid) => void;
}) => {
  const { t } = useTranslation();
  const { shortYears, century, isRefused, onCentury } = props;
  const other = century === "1900" ? "2000" : "1900";
  if (shortYears.count === 0) return null;
  return (
    <fieldset className="notice stack" data-short-years={shortYears.count}>
      <legend>{t("handover.shortYears", { count: shortYears.count })}</legend>
      <ul className="plain small">
        {shortYears.examples.map(({ row, heading, text }) => (
          <li key={`${row} ${heading}`}>{t("handover.unreadCell", { row, heading, text })}</li>
        ))}
      </ul>
      <AndMore count={shortYears.count - shortYears.examples.length} />
      <div className="row">
        {centuries.map((one) => (
          <label key={one} className="row">
            <input
              type="radio"
              name="answer-century"
              checked={century === one}
              onChange={() => onCentury(one)}
            />
            {t("handover.century", { first: one.slice(0, 2) })}
          </label>
        ))}
      </div>
      {century !== undefined && isRefused && (
        <p data-century-refused={century}>
          {t("handover.centuryRefused", { first: century.slice(0, 2), other: other.slice(0, 2) })}
        </p>
      )}
    </fieldset>
  );
};
