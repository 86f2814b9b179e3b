import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { countIn } from "../../ui/form-texts.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";

/**
 * Opens a later batch for a second case of a number whose first one is accepted: the paper
 * book has the number twice, and the second one is keyed with a letter.
 */
export const OpenSecondCase = (props: { readonly bookId: string; readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const { bookId, onDone } = props;
  const open = useMutation({
    mutationFn: (number: number | undefined) =>
      send("post", "/api/entry/v1/batches", {
        body: { bookId, from: number, to: number, secondCases: true },
      }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    open.mutate(countIn(new FormData(form), "number"), { onSuccess: () => form.reset() });
  };
  return (
    <form className="stack" onSubmit={submit} data-second-case={bookId}>
      <div className="row">
        <div className="row">
          <label htmlFor={`${bookId}-second`}>{t("books.secondCase")}</label>
          <input
            id={`${bookId}-second`}
            name="number"
            inputMode="numeric"
            pattern="[0-9]*"
            size={5}
            required
            aria-describedby={`${bookId}-second-hint`}
          />
        </div>
        <BusyButton type="submit" busy={open.isPending}>
          {t("books.openSecondCase")}
        </BusyButton>
      </div>
      <p className="muted small" id={`${bookId}-second-hint`}>
        {t("books.secondCaseHint")}
      </p>
      <ProblemNote error={open.error} />
    </form>
  );
};
