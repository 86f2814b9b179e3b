import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../../ui/dialog.tsx";
import { IllegibleChoice } from "../../ui/keying/illegible-choice.tsx";
import type { KeyedValue } from "../../ui/keying/keyed-fields.ts";

/**
 * What the paper says, typed, or that it is blank or cannot be read: neither reading is right, or
 * the one that was chosen has none.
 */
export const Neither = (props: {
  readonly label: string;
  readonly initial: string;
  /** The keying that was chosen and says nothing, and what the other one read. */
  readonly empty?: { readonly name: string; readonly other: string; readonly text: string } | undefined;
  readonly onValue: (value: KeyedValue) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { label, initial, empty, onValue, onClose } = props;
  const [illegible, setIllegible] = useState(false);
  if (illegible) {
    return (
      <IllegibleChoice onChoose={(why) => onValue({ illegible: why })} onClose={() => setIllegible(false)} />
    );
  }
  const keys: Record<string, () => void> = {
    F2: () => onValue({ blank: true }),
    F3: () => setIllegible(true),
  };
  return (
    <Dialog title={t("arbitration.neitherTitle")} onClose={onClose}>
      <form
        className="stack"
        onKeyDown={(event) => {
          const act = keys[event.key];
          if (!act) return;
          event.preventDefault();
          if (!event.repeat) act();
        }}
        onSubmit={(event) => {
          event.preventDefault();
          const raw = String(new FormData(event.currentTarget).get("paper") ?? "")
            .normalize("NFC")
            .trim();
          if (raw !== "") onValue({ raw });
        }}
      >
        {empty && (
          <p className="notice" data-empty-reading>
            {t("arbitration.emptyReading", empty)}
          </p>
        )}
        <div className="field">
          <label htmlFor="paper">{label}</label>
          <input
            id="paper"
            name="paper"
            required
            maxLength={2_000}
            autoComplete="off"
            spellCheck={false}
            defaultValue={initial}
            data-first
            onFocus={(event) => event.currentTarget.select()}
          />
        </div>
        <div className="row">
          <button type="submit" data-kind="primary">
            {t("arbitration.take")}
          </button>
          <button type="button" onClick={keys["F2"]}>
            {t("desk.blank")} <kbd>F2</kbd>
          </button>
          <button type="button" onClick={keys["F3"]}>
            {t("desk.illegible")} <kbd>F3</kbd>
          </button>
          <button type="button" onClick={onClose}>
            {t("common.cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
};
