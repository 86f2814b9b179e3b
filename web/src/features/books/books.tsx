import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, Fragment, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "wouter";
import { dataOf, entryApi } from "../../api/client.ts";
import { formatNumber, formatShare } from "../../ui/format.ts";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { RecordTypeFilter } from "../../ui/record-type-filter.tsx";
import { RecordTypeOptions } from "../../ui/record-type-options.tsx";
import { type ShelfBook, useBooks } from "../../ui/use-books.ts";
import { useSession } from "../../ui/use-session.ts";
import { Batches } from "./batches.tsx";
import { BookDetails } from "./book-details.tsx";
import { Inventory } from "./inventory.tsx";
import { Scans } from "./scans.tsx";

/** Where the book stands, in one word. */
const stateOf = (book: ShelfBook): "untouched" | "scanned" | "inWork" | "keyed" | "accepted" => {
  if (book.batches.length === 0) return book.caseScans > 0 ? "scanned" : "untouched";
  const whole = book.expectedCases === undefined || book.records >= book.expectedCases;
  if (whole && book.batches.every((id) => book.accepted.includes(id))) return "accepted";
  return book.expectedCases !== undefined && book.records >= book.expectedCases ? "keyed" : "inWork";
};
const tones = { untouched: "bad", scanned: "warn", inWork: "warn", keyed: "good", accepted: "good" } as const;

/** Books as shelves with their state. */
export const Books = () => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const session = useSession();
  const unitId = session?.account.grants.find(({ role }) => role === "book-keeper")?.unitId ?? "";
  const [recordType, setRecordType] = useState("");
  const books = useBooks(recordType);
  const shelf = books.data?.pages.flatMap(({ items }) => items) ?? [];
  const register = useMutation({
    mutationFn: (form: FormData) => {
      const text = (name: string) => String(form.get(name) ?? "").trim();
      const count = (name: string, as: string) =>
        Number(text(name)) > 0 ? { [as]: Number(text(name)) } : {};
      const body = {
        unitId,
        recordType: text("type"),
        bookNumber: text("number"),
        office: text("office"),
        ...count("expected", "expectedCases"),
        ...count("pages", "pages"),
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
          <input
            id="number"
            name="number"
            placeholder="01/2008"
            pattern="[0-9]{1,3}/(18|19|20)[0-9]{2}"
            title={t("books.numberHint")}
            size={9}
            required
          />
        </div>
        <div className="field grow">
          <label htmlFor="office">{t("books.office")}</label>
          <input id="office" name="office" minLength={2} required />
        </div>
        <div className="field">
          <label htmlFor="expected">{t("books.expected")}</label>
          <input id="expected" name="expected" inputMode="numeric" pattern="[0-9]*" size={6} />
        </div>
        <div className="field">
          <label htmlFor="pages">{t("books.pages")}</label>
          <input id="pages" name="pages" inputMode="numeric" pattern="[0-9]*" size={6} />
        </div>
        <button type="submit" data-kind="primary">
          {t("books.register")}
        </button>
      </form>
      <ProblemNote error={register.error ?? books.error} />
      <RecordTypeFilter value={recordType} onChange={setRecordType} />
      {books.data && shelf.length === 0 && (
        <p className="muted">{t(recordType === "" ? "books.empty" : "books.noneOfType")}</p>
      )}
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
          {shelf.map((book) => (
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
                        <BookDetails book={book} />
                      </div>
                    </div>
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
      <MoreButton list={books} />
    </main>
  );
};
