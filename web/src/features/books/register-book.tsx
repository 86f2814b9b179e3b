import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { readsOf, useRefresh } from "../../api/queries.ts";
import { send } from "../../api/requests.ts";
import { countIn, textIn } from "../../ui/form-texts.ts";
import { RecordTypeOptions } from "../../ui/record-type-options.tsx";

/** Registers a book of the unit; the list is read anew. */
export const useRegisterBook = (unitId: string) => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (form: FormData) =>
      send("post", "/api/entry/v1/books", {
        body: {
          unitId,
          recordType: textIn(form, "type"),
          bookNumber: textIn(form, "number"),
          office: textIn(form, "office"),
          expectedCases: countIn(form, "expected"),
          pages: countIn(form, "pages"),
        },
      }),
    onSuccess: () => refresh(readsOf("/api/entry/v1/books")),
  });
};

/** One book by what its cover says. */
export const RegisterBook = (props: {
  readonly register: Pick<ReturnType<typeof useRegisterBook>, "mutate">;
}) => {
  const { t } = useTranslation();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    props.register.mutate(new FormData(form), { onSuccess: () => form.reset() });
  };
  return (
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
  );
};
