import { useTranslation } from "react-i18next";
import { FormDialog } from "../../ui/dialog.tsx";
import { useMadeFrom } from "../../ui/use-made-from.ts";
import { HeldNote } from "./held-note.tsx";
import type { NewPassword } from "./roles.ts";
import { type Person, usePasswordReset, useRefreshAccounts } from "./use-accounts.ts";
import { useWhatChanged } from "./use-what-changed.ts";

/** Asks before a new first password takes the place of the one a person knows. */
export const ResetPassword = (props: {
  readonly person: Person;
  readonly onReset: (shown: NewPassword) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { person, onReset, onClose } = props;
  const reset = usePasswordReset(useMadeFrom(person.revision, useRefreshAccounts()), onReset);
  return (
    <FormDialog
      title={t("accounts.resetTitle", { name: person.displayName })}
      confirm={t("accounts.reset")}
      busy={reset.isPending}
      error={reset.error}
      now={useWhatChanged(person)}
      onSubmit={(form) =>
        reset.mutate({
          accountId: person.id,
          name: person.signInName,
          secondFactor: form.get("factor") === "remove" ? "remove" : "keep",
        })
      }
      onClose={onClose}
    >
      <p>{t("accounts.resetWhat")}</p>
      <HeldNote of="reset" roles={person.grants.map(({ role }) => role)} above={person.above} />
      {person.secondFactor && (
        <label className="row">
          <input type="checkbox" name="factor" value="remove" />
          {t("accounts.resetFactor")}
        </label>
      )}
    </FormDialog>
  );
};
