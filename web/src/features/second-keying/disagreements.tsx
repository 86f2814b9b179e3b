import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { RecordTypeOptions } from "../../ui/record-type-options.tsx";
import { useHasRole } from "../../ui/use-session.ts";
import { ByBook, ByClerk, ByField } from "./disagreement-tables.tsx";
import { KeyingPolicy } from "./keying-policy.tsx";
import { useDisagreements } from "./use-disagreements.ts";

/**
 * Where two keyings differ: by field, by book, and by person in the order of names; and what each
 * policy would cost.
 */
export const Disagreements = () => {
  const { t } = useTranslation();
  const mayWeigh = useHasRole("unit-admin", "book-keeper", "province-viewer");
  const [chosen, setChosen] = useState<string>();
  const { recordType, figures, books } = useDisagreements(chosen);
  const { data } = figures;
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">{t("nav.disagreements")}</h1>
        <label className="row small">
          {t("books.type")}
          <select className="auto" value={recordType} onChange={(event) => setChosen(event.target.value)}>
            <RecordTypeOptions />
          </select>
        </label>
      </div>
      <ProblemNote error={figures.error} />
      {data && (
        <p className="muted" data-records={data.records}>
          {t("disagreements.records", { count: data.records })}
        </p>
      )}
      {mayWeigh && <KeyingPolicy recordType={recordType} />}
      {data && data.records > 0 && (
        <>
          <ByField fields={data.fields} />
          <ByBook books={data.books} known={books} />
          <ByClerk clerks={data.clerks} />
        </>
      )}
    </main>
  );
};
