import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { differingCharacters } from "./differing-characters.ts";
import { MarkedText } from "./marked-text.tsx";

export interface Readings {
  readonly first: string;
  readonly second: string;
}

/** One field read in two ways, and three keys to settle it. */
export const OneDifference = (props: {
  readonly label: string;
  readonly readings: Readings;
  readonly busy: boolean;
  readonly onChoose: (choice: "first" | "second" | "neither") => void;
}) => {
  const { t } = useTranslation();
  const { label, readings, busy, onChoose } = props;
  const [firstPieces, secondPieces] = differingCharacters(readings.first, readings.second);
  const none = t("arbitration.notKeyed");
  const choices = [
    { choice: "first", name: "A", pieces: firstPieces },
    { choice: "second", name: "B", pieces: secondPieces },
  ] as const;
  return (
    <div className="stack" data-field-code={label}>
      <h2>{label}</h2>
      {choices.map(({ choice, name, pieces }, index) => (
        <BusyButton
          type="button"
          key={choice}
          className="choice reading"
          data-choice={choice}
          busy={busy}
          onClick={() => onChoose(choice)}
        >
          <kbd>{index + 1}</kbd> {name}: <MarkedText pieces={pieces} none={none} />
        </BusyButton>
      ))}
      <BusyButton
        type="button"
        className="choice"
        data-choice="neither"
        busy={busy}
        onClick={() => onChoose("neither")}
      >
        <kbd>3</kbd> {t("arbitration.neither")}
      </BusyButton>
    </div>
  );
};
