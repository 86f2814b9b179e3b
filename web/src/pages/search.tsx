import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "wouter";
import { dataOf, reportingApi } from "../api/client.ts";
import { formatDay } from "../ui/format.ts";
import { ProblemNote } from "../ui/problem-note.tsx";

/** Names go in the body, never in an address. */
export const Search = () => {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const search = useMutation({
    mutationFn: (form: FormData) => {
      const given = (name: string) => {
        const text = String(form.get(name) ?? "").trim();
        return text === "" ? {} : { [name]: text };
      };
      const body = {
        ...given("words"),
        ...given("number"),
        ...given("bookNumber"),
        ...given("recordType"),
        limit: 50,
      };
      return dataOf(reportingApi.POST("/api/reporting/v1/search", { body }));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    search.mutate(new FormData(event.currentTarget));
  };
  return (
    <main className="page">
      <h1>{t("search.title")}</h1>
      <form className="card row" onSubmit={submit}>
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
          <label htmlFor="recordType">{t("books.type")}</label>
          <select id="recordType" name="recordType" defaultValue="">
            <option value="" />
            {["KS", "KH", "KT", "CMC", "HN"].map((code) => (
              <option key={code} value={code}>
                {t(`recordType.${code}`)}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" data-kind="primary">
          {t("search.submit")}
        </button>
      </form>
      <ProblemNote error={search.error} />
      {search.data && search.data.items.length === 0 && <p className="muted">{t("search.noResult")}</p>}
      {search.data && search.data.items.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t("search.hint")}</th>
              <th>{t("books.type")}</th>
              <th>{t("search.book")}</th>
              <th className="number">{t("search.number")}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {search.data.items.map((item) => (
              <tr className="clickable" key={item.id}>
                <td>
                  <button type="button" data-kind="plain" onClick={() => navigate(`/tra-cuu/${item.id}`)}>
                    {item.subjects}
                  </button>
                </td>
                <td>{t(`recordType.${item.recordType}`)}</td>
                <td>{item.bookNumber}</td>
                <td className="number">{item.number}</td>
                <td className="muted small">{item.registeredOn ? formatDay(item.registeredOn) : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </main>
  );
};
