import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { RecordTypeFilter } from "../../ui/record-type-filter.tsx";
import { useBooks } from "../../ui/use-books.ts";
import { useSession } from "../../ui/use-session.ts";
import { BookRow } from "./book-row.tsx";
import { Inventory } from "./inventory.tsx";
import { RegisterBook, useRegisterBook } from "./register-book.tsx";

/** Books as shelves with their state. */
export const Books = () => {
  const { t } = useTranslation();
  const session = useSession();
  const unitId = session?.account.grants.find(({ role }) => role === "book-keeper")?.unitId ?? "";
  const [recordType, setRecordType] = useState("");
  const [opened, setOpened] = useState<string>();
  const books = useBooks(recordType);
  const shelf = books.data?.pages.flatMap(({ items }) => items) ?? [];
  const register = useRegisterBook(unitId);
  return (
    <main className="page stack">
      <div className="row">
        <h1 className="grow">{t("books.title")}</h1>
        <Inventory unitId={unitId} />
      </div>
      <RegisterBook register={register} />
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
            <BookRow
              key={book.id}
              book={book}
              isOpen={opened === book.id}
              onManage={() => setOpened(opened === book.id ? undefined : book.id)}
            />
          ))}
        </tbody>
      </table>
      <MoreButton list={books} />
    </main>
  );
};
