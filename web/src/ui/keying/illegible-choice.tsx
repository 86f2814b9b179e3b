import { useTranslation } from "react-i18next";
import { Dialog } from "../dialog.tsx";
import type { IllegibleReason } from "../field-value.ts";
import { illegibleReasons } from "./keyed-fields.ts";

/** Why a place cannot be read: one digit, or Enter for the first. */
export const IllegibleChoice = (props: {
  readonly onChoose: (why: IllegibleReason) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { onChoose, onClose } = props;
  return (
    <Dialog title={t("desk.whyIllegible")} onClose={onClose}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: digits are a shorter way to the buttons inside */}
      <div
        className="stack"
        onKeyDown={(event) => {
          const why = illegibleReasons[Number(event.key) - 1];
          if (!why) return;
          // The field has the focus again before the digit is put into anything.
          event.preventDefault();
          if (!event.repeat) onChoose(why);
        }}
      >
        {illegibleReasons.map((why, index) => (
          <button
            type="button"
            key={why}
            className="choice"
            data-first={index === 0}
            onClick={() => onChoose(why)}
          >
            <kbd>{index + 1}</kbd> {t(`desk.why.${why}`)}
          </button>
        ))}
      </div>
    </Dialog>
  );
};
