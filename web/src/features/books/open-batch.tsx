import { useMutation } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { BusyButton } from "../../ui/busy-button.tsx";
import { countIn } from "../../ui/form-texts.ts";
import { ProblemNote } from "../../ui/problem-note.tsx";

const keyings = ["single", "double-identity", "double-all"] as const;
const acceptances = ["share", "lot"] as const;

/** A labelled choice of how a batch is keyed or accepted. */
const PolicyChoice = (props: {
  readonly bookId: string;
  readonly name: "keying" | "acceptance";
  readonly label: string;
  readonly choices: readonly (readonly [choice: string, label: string])[];
}) => {
  const { bookId, name, label, choices } = props;
  return (
    <div className="row">
      <label htmlFor={`${bookId}-${name}`}>{label}</label>
      <select id={`${bookId}-${name}`} name={name} className="auto">
        {choices.map(([choice, told]) => (
          <option key={choice} value={choice}>
            {told}
          </option>
        ))}
      </select>
    </div>
  );
};

/**
 * Opens a part of the book, or all of it, as a batch; where batches of it are locked, also numbers
 * without a case in them, which are named then.
 */
export const OpenBatch = (props: {
  readonly bookId: string;
  readonly isSupplement: boolean;
  readonly onDone: () => void;
}) => {
  const { t } = useTranslation();
  const { bookId, isSupplement, onDone } = props;
  const open = useMutation({
    mutationFn: (form: FormData) => {
      const policy = {
        keying: keyings.find((one) => one === form.get("keying")) ?? "single",
        acceptance: acceptances.find((one) => one === form.get("acceptance")) ?? "share",
      };
      const body = { bookId, from: countIn(form, "from"), to: countIn(form, "to"), policy };
      return send("post", "/api/entry/v1/batches", { body });
    },
    onSuccess: onDone,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    open.mutate(new FormData(form), { onSuccess: () => form.reset() });
  };
  return (
    <form className="stack" onSubmit={submit}>
      <div className="row">
        {(["from", "to"] as const).map((name) => (
          <div className="row" key={name}>
            <label htmlFor={`${bookId}-${name}`}>{t(`books.${name}`)}</label>
            <input
              id={`${bookId}-${name}`}
              name={name}
              inputMode="numeric"
              pattern="[0-9]*"
              size={5}
              required={isSupplement && name === "from"}
              aria-describedby={isSupplement ? `${bookId}-supplement` : undefined}
            />
          </div>
        ))}
        <PolicyChoice
          bookId={bookId}
          name="keying"
          label={t("policy.keyingTitle")}
          choices={keyings.map((one) => [one, t(`policy.keying.${one}`)])}
        />
        <PolicyChoice
          bookId={bookId}
          name="acceptance"
          label={t("policy.acceptanceTitle")}
          choices={acceptances.map((one) => [one, t(`policy.acceptance.${one}`)])}
        />
        <BusyButton type="submit" busy={open.isPending}>
          {t("books.openBatch")}
        </BusyButton>
      </div>
      {isSupplement && (
        <p className="muted small" id={`${bookId}-supplement`}>
          {t("books.supplementHint")}
        </p>
      )}
      <ProblemNote error={open.error} />
    </form>
  );
};
