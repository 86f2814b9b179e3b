import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { dataOf, entryApi } from "../../api/client.ts";
import type { paths } from "../../api/generated/entry.ts";
import { formatNumber, formatShare } from "../../ui/format.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { RecordTypeOptions } from "../../ui/record-type-options.tsx";
import { useSession } from "../../ui/use-session.ts";
import { Batches } from "./batches.tsx";
import { Inventory } from "./inventory.tsx";
import { Scans } from "./scans.tsx";

type Shelf =
  paths["/api/entry/v1/books"]["get"]["responses"]["200"]["content"]["application/json"]["items"][number];

/** Where the book stands, in one word. */
const stateOf = (book: Shelf): "untouched" | "scanned" | "inWork" | "keyed" => {
  if (book.batches.length === 0) return book.caseScans > 0 ? "scanned" : "untouched";
  return book.expectedCases !== undefined && book.records >= book.expectedCases ? "keyed" : "inWork";
};
const tones = { untouched: "bad", scanned: "warn", inWork: "warn", keyed: "good" } as const;

/** Books as shelves with their state. */
export const Books = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useSession();
  const unitId = session?.account.grants.find(({ role }) => role === "book-keeper")?.unitId ?? "";
  const books = useQuery({
    queryKey: ["books"],
    queryFn: () => dataOf(entryApi.GET("/api/entry/v1/books", { params: { query: { limit: 200 } } })),
  });
  const register = useMutation({
    mutationFn: (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? "").trim();
      const expected = Number(text("expected"));
      const body = {
        ...{ unitId, recordType: text("type"), bookNumber: text("number"), office: text("office") },
        ...(expected > 0 ? { expectedCases: expected } : {}),
      };
      return dataOf(entryApi.POST("/api/entry/v1/books", { body }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["books"] }),
  });
  const [opened, setOpened] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    register.mutate(new FormData(form), { onSuccess: () => form.reset() });
  };
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">{t("books.title")}</h1>
        <Inventory unitId={unitId} />
      </div>
      <form className="card row" onSubmit={submit}>
        <div className="field">
          <label htmlFor="type">{t("books.type")}</label>
          <select id="type" name="type">
            <RecordTypeOptions />
          </select>
        </div>
        <div className="field">
          <label htmlFor="number">{t("books.number")}</label>
          <input id="number" name="number" placeholder="01/2008" required />
        </div>
        <div className="field grow">
          <label htmlFor="office">{t("books.office")}</label>
          <input id="office" name="office" required />
        </div>
        <div className="field">
          <label htmlFor="expected">{t("books.expected")}</label>
          <input id="expected" name="expected" inputMode="numeric" />
        </div>
        <button type="submit" data-kind="primary">
          {t("books.register")}
        </button>
      </form>
      <ProblemNote error={register.error ?? books.error} />
      {books.data?.items.length === 0 && <p className="muted">{t("books.empty")}</p>}
      <table>
        <thead>
          <tr>
            <th>{t("books.type")}</th>
            <th>{t("search.book")}</th>
            <th>{t("books.office")}</th>
            <th className="number">{t("books.cases")}</th>
            <th>{t("dashboard.progress")}</th>
            <th className="number">{t("books.scans")}</th>
            <th>{t("books.stateTitle")}</th>
            <th>{t("books.work")}</th>
          </tr>
        </thead>
        <tbody>
          {(books.data?.items ?? []).map((book) => (
            <Fragment key={book.id}>
              <tr>
                <td>{t(`recordType.${book.recordType}`)}</td>
                <td className="nowrap">{book.bookNumber}</td>
                <td className="small">{book.office}</td>
                <td className="number">
                  {formatNumber(book.records)}
                  {book.expectedCases === undefined ? "" : ` / ${formatNumber(book.expectedCases)}`}
                </td>
                <td className="nowrap">
                  <meter
                    min={0}
                    max={Math.max(1, book.expectedCases ?? book.records)}
                    value={book.records}
                    aria-label={t("dashboard.progress")}
                  />{" "}
                  {book.expectedCases ? formatShare(Math.min(1, book.records / book.expectedCases)) : ""}
                </td>
                <td className="number">{formatNumber(book.caseScans)}</td>
                <td>
                  <span className="tag" data-tone={tones[stateOf(book)]}>
                    {t(`books.state.${stateOf(book)}`)}
                  </span>
                </td>
                <td className="nowrap">
                  <button
                    type="button"
                    aria-expanded={opened === book.id}
                    onClick={() => setOpened(opened === book.id ? undefined : book.id)}
                  >
                    {t("books.manage")}
                  </button>{" "}
                  <Link
                    className="button"
                    href={`/so/${book.id}/doi-soat`}
                    aria-label={`${t("reconciliation.short")} ${book.bookNumber}`}
                  >
                    {t("reconciliation.short")}
                  </Link>
                </td>
              </tr>
              {opened === book.id && (
                <tr>
                  <td colSpan={8}>
                    <div className="stack">
                      <Batches bookId={book.id} unitId={book.unitId} />
                      <div className="row">
                        <Scans bookId={book.id} />
                      </div>
                    </div>
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </main>
  );
};
