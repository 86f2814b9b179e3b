import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, entryApi, sessionFetch } from "../api/client.ts";
import { formatNumber } from "../ui/format.ts";
import { ProblemNote } from "../ui/problem-note.tsx";
import { useSession } from "../ui/use-session.ts";

interface UploadOutcome {
  readonly attached: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly files: readonly {
    readonly fileName: string;
    readonly outcome: string;
    readonly detailVi?: string;
    readonly detailEn?: string;
  }[];
}

const upload = async (bookId: string, file: File): Promise<UploadOutcome> => {
  const body = new FormData();
  body.append("file", file);
  const request = new Request(`/api/entry/v1/books/${bookId}/scans`, { method: "POST", body });
  return (await (await sessionFetch(request)).json()) as UploadOutcome;
};

const Scans = ({ bookId }: { readonly bookId: string }) => {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const chooser = useRef<HTMLInputElement>(null);
  const attach = useMutation({
    mutationFn: (file: File) => upload(bookId, file),
    onSuccess: () => client.invalidateQueries({ queryKey: ["books"] }),
  });
  const { data } = attach;
  return (
    <>
      <input
        ref={chooser}
        type="file"
        accept=".pdf,.zip"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) attach.mutate(file);
        }}
      />
      <button type="button" onClick={() => chooser.current?.click()} disabled={attach.isPending}>
        {t("books.upload")}
      </button>
      <ProblemNote error={attach.error} />
      {data && (
        <div className="small" role="status">
          {t("books.uploaded", { attached: data.attached, unchanged: data.unchanged, refused: data.refused })}
          {data.files
            .filter(({ outcome }) => outcome === "refused")
            .slice(0, 20)
            .map((file) => (
              <div key={file.fileName} className="problem">
                {file.fileName}: {i18n.language === "en" ? file.detailEn : file.detailVi}
              </div>
            ))}
        </div>
      )}
    </>
  );
};

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
  const open = useMutation({
    mutationFn: (bookId: string) => dataOf(entryApi.POST("/api/entry/v1/batches", { body: { bookId } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ["books"] }),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    register.mutate(new FormData(form), { onSuccess: () => form.reset() });
  };
  return (
    <main className="page stack">
      <h1>{t("books.title")}</h1>
      <form className="card row" onSubmit={submit}>
        <div className="field">
          <label htmlFor="type">{t("books.type")}</label>
          <select id="type" name="type">
            {["KS", "KH", "KT", "CMC", "HN"].map((code) => (
              <option key={code} value={code}>
                {t(`recordType.${code}`)}
              </option>
            ))}
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
      <ProblemNote error={register.error ?? open.error ?? books.error} />
      <table>
        <thead>
          <tr>
            <th>{t("books.type")}</th>
            <th>{t("search.book")}</th>
            <th>{t("books.office")}</th>
            <th className="number">{t("books.cases")}</th>
            <th className="number">{t("books.scans")}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {(books.data?.items ?? []).map((book) => (
            <tr key={book.id}>
              <td>{t(`recordType.${book.recordType}`)}</td>
              <td>{book.bookNumber}</td>
              <td className="small">{book.office}</td>
              <td className="number">
                {formatNumber(book.records)}
                {book.expectedCases === undefined ? "" : ` / ${formatNumber(book.expectedCases)}`}
              </td>
              <td className="number">{formatNumber(book.caseScans)}</td>
              <td>
                <div className="row">
                  <Scans bookId={book.id} />
                  {book.batches.length === 0 && (
                    <button type="button" onClick={() => open.mutate(book.id)}>
                      {t("books.openBatch")}
                    </button>
                  )}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </main>
  );
};
