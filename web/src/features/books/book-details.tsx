import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { problemOf } from "../../api/problem.ts";
import { readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { FormDialog } from "../../ui/dialog.tsx";
import { countIn, textIn } from "../../ui/form-texts.ts";
import type { ShelfBook } from "../../ui/use-books.ts";
import { useMadeFrom } from "../../ui/use-made-from.ts";
import { AskOfficeReplacement } from "./ask-replacement.tsx";

interface Props {
  readonly book: ShelfBook;
  readonly onClose: () => void;
}

const ChangeDetails = ({ book, onClose }: Props) => {
  const { t } = useTranslation();
  const readAnew = useRefresh();
  const refresh = () => readAnew(readsOf("/api/entry/v1/books"));
  // What nobody touched is not said: who says how many cases there are stands for it.
  const typed = useRef(new Set<string>());
  const { header, onError } = useMadeFrom(book.revision, refresh);
  const change = useMutation({
    mutationFn: (form: FormData) =>
      send("post", "/api/entry/v1/books/{bookId}/details", {
        path: { bookId: book.id },
        header,
        body: {
          office: typed.current.has("office") ? textIn(form, "office") : undefined,
          expectedCases: typed.current.has("expectedCases") ? countIn(form, "expectedCases") : undefined,
          pages: typed.current.has("pages") ? countIn(form, "pages") : undefined,
          reason: textIn(form, "reason"),
        },
      }),
    onSuccess: async () => {
      await refresh();
      onClose();
    },
    onError,
  });
  const fields = [
    { name: "office", label: t("books.office"), value: book.office, required: true },
    { name: "expectedCases", label: t("books.expected"), value: book.expectedCases },
    { name: "pages", label: t("books.pages"), value: book.pages },
  ];
  const asked = change.variables;
  // One person alone changes it no more: it is asked for.
  if (asked && change.error && problemOf(change.error).code === "book-accepted")
    return (
      <AskOfficeReplacement
        bookId={book.id}
        office={textIn(asked, "office")}
        reason={textIn(asked, "reason")}
        onDone={onClose}
        onClose={onClose}
      />
    );
  return (
    <FormDialog
      title={`${t("books.details")}: ${book.bookNumber}`}
      confirm={t("common.save")}
      busy={change.isPending}
      error={change.error}
      now={fields
        .flatMap(({ label, value }) => (value === undefined ? [] : [`${label}: ${value}`]))
        .join(" · ")}
      onSubmit={change.mutate}
      onClose={onClose}
    >
      {fields.map(({ name, label, value, required = false }, index) => (
        <div className="field" key={name}>
          <label htmlFor={`detail-${name}`}>{label}</label>
          <input
            id={`detail-${name}`}
            name={name}
            defaultValue={value}
            autoComplete="off"
            required={required}
            pattern={name === "office" ? undefined : "[0-9]*"}
            data-first={index === 0}
            onInput={() => typed.current.add(name)}
          />
        </div>
      ))}
      <div className="field">
        <label htmlFor="detail-reason">{t("common.reason")}</label>
        <input id="detail-reason" name="reason" required minLength={3} maxLength={500} autoComplete="off" />
      </div>
    </FormDialog>
  );
};

/**
 * What the cover says of a book, mended with a reason: its office, its pages, how many cases it
 * should hold.
 */
export const BookDetails = ({ book }: { readonly book: ShelfBook }) => {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        {t("books.details")}
      </button>
      {open && <ChangeDetails book={book} onClose={() => setOpen(false)} />}
    </>
  );
};
