import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { dataOf, reportingApi } from "../../api/client.ts";
import { DayField } from "../../ui/day-field.tsx";
import { formatDay } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { RecordTypeOptions } from "../../ui/record-type-options.tsx";

const acts = ["keyed", "changed"] as const;

/** Who did it and when, under the names that the search has for keying and for changing. */
const worked = (act: string, given: (name: string) => Readonly<Record<string, string>>) => {
  const { who, from, to } = { ...given("who"), ...given("from"), ...given("to") };
  const kind = acts.find((one) => one === act) ?? "keyed";
  return {
    ...(who === undefined ? {} : { [`${kind}By`]: who }),
    ...(from === undefined ? {} : { [`${kind}From`]: from }),
    ...(to === undefined ? {} : { [`${kind}To`]: to }),
  };
};

interface Asked {
  /** The same search pressed again is asked again. */
  readonly turn: number;
  readonly body: Readonly<Record<string, string>>;
}

/** Names go in the body, never in an address. */
export const Search = () => {
  const { t } = useTranslation();
  const actors = useQuery({
    queryKey: ["actors"],
    staleTime: 60_000,
    queryFn: () => dataOf(reportingApi.GET("/api/reporting/v1/actors")),
  });
  const [asked, setAsked] = useState<Asked>();
  const search = useInfiniteQuery({
    // Every look is recorded: nothing is asked again by itself.
    queryKey: ["search", asked],
    enabled: asked !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    gcTime: 0,
    initialPageParam: "",
    queryFn: ({ pageParam }) => {
      const body = { ...asked?.body, limit: 50, ...(pageParam === "" ? {} : { after: pageParam }) };
      return dataOf(reportingApi.POST("/api/reporting/v1/search", { body }));
    },
    getNextPageParam: ({ next }) => next,
  });
  const found = search.data?.pages.flatMap(({ items }) => items);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = (name: string) => {
      const text = String(form.get(name) ?? "").trim();
      return text === "" ? {} : { [name]: text };
    };
    const body = {
      ...given("words"),
      ...given("number"),
      ...given("bookNumber"),
      ...given("recordType"),
      ...worked(String(form.get("act") ?? ""), given),
    };
    setAsked((before) => ({ turn: (before?.turn ?? 0) + 1, body }));
  };
  return (
    <main className="page stack">
      <h1>{t("search.title")}</h1>
      <form className="card stack" onSubmit={submit}>
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
            <label htmlFor="recordType">{t("books.type")}</label>
            <select id="recordType" name="recordType" defaultValue="">
              <option value="" />
              <RecordTypeOptions />
            </select>
          </div>
        </div>
        <div className="row">
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
      <ProblemNote error={search.error} />
      {!asked && <p className="muted">{t("search.begin")}</p>}
      {found?.length === 0 && <p className="muted">{t("search.noResult")}</p>}
      {found && found.length > 0 && (
        <table>
          <thead>
            <tr>
              <th>{t("accounts.displayName")}</th>
              <th>{t("accounts.unit")}</th>
              <th>{t("books.type")}</th>
              <th>{t("search.book")}</th>
              <th className="number">{t("search.number")}</th>
              <th>{t("search.registeredOn")}</th>
            </tr>
          </thead>
          <tbody>
            {found.map((item) => (
              <tr className="clickable" key={item.id}>
                <td>
                  <Link href={`/tra-cuu/${item.id}`}>
                    {item.subjects || t("review.record", { number: item.number })}
                  </Link>{" "}
                  {item.status === "voided" && (
                    <span className="tag" data-tone="bad">
                      {t("desk.voided")}
                    </span>
                  )}
                </td>
                <td className="small">{item.unitName}</td>
                <td>{t(`recordType.${item.recordType}`)}</td>
                <td>{item.bookNumber}</td>
                <td className="number">{item.number}</td>
                <td className="small">{item.registeredOn ? formatDay(item.registeredOn) : ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <MoreButton list={search} />
    </main>
  );
};
