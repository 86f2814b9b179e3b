import { useQuery } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { query } from "../../api/queries.ts";
import { DayField } from "../../ui/day-field.tsx";
import { RecordTypeOptions } from "../../ui/record-type-options.tsx";
import { acts } from "./use-search.ts";

const WhatFields = () => {
  const { t } = useTranslation();
  return (
    <div className="row">
      <div className="field grow">
        <label htmlFor="words">{t("search.hint")}</label>
        <input id="words" name="words" />
      </div>
      <div className="field">
        <label htmlFor="number">{t("search.number")}</label>
        <input id="number" name="number" size={6} />
      </div>
      <div className="field">
        <label htmlFor="bookNumber">{t("search.book")}</label>
        <input id="bookNumber" name="bookNumber" size={8} placeholder="01/2008" />
      </div>
      <div className="field">
        <label htmlFor="office">{t("search.office")}</label>
        <input id="office" name="office" size={16} />
      </div>
      <div className="field">
        <label htmlFor="recordType">{t("books.type")}</label>
        <select id="recordType" name="recordType" defaultValue="">
          <option value="">{t("books.allTypes")}</option>
          <RecordTypeOptions />
        </select>
      </div>
    </div>
  );
};

const WhoField = () => {
  const { t } = useTranslation();
  const actors = useQuery({ ...query("/api/reporting/v1/actors"), staleTime: 60_000 });
  return (
    <div className="field grow">
      <label htmlFor="who">{t("search.who")}</label>
      <select id="who" name="who" defaultValue="">
        <option value="">{t("search.anybody")}</option>
        {(actors.data?.items ?? []).map(({ account, name }) => (
          <option key={account} value={account}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
};

/** What is searched for: words and numbers of the record, and who worked at it when. */
export const SearchForm = ({ onAsk }: { readonly onAsk: (form: FormData) => void }) => {
  const { t } = useTranslation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    onAsk(new FormData(event.currentTarget));
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <WhatFields />
      <div className="row">
        <WhoField />
        <div className="field">
          <label htmlFor="act">{t("search.act")}</label>
          <select id="act" name="act" defaultValue="keyed">
            {acts.map((act) => (
              <option key={act} value={act}>
                {t(`search.acts.${act}`)}
              </option>
            ))}
          </select>
        </div>
        <DayField id="from" name="from" label={t("work.from")} />
        <DayField id="to" name="to" label={t("work.to")} />
        <button type="submit" data-kind="primary">
          {t("search.submit")}
        </button>
      </div>
    </form>
  );
};
