import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../../ui/busy-button.tsx";
import { type Difference, differenceKey } from "./decisions.ts";
import { differingCharacters } from "./differing-characters.ts";
import { MarkedText } from "./marked-text.tsx";
import type { Readings } from "./one-difference.tsx";

/** One difference of the group: its number leads to it. */
const ToneRow = (props: {
  readonly one: Difference;
  readonly isHere: boolean;
  readonly isLookedAt: boolean;
  readonly label: string;
  readonly readings: Readings;
  readonly onLook: (one: Difference) => void;
}) => {
  const { t } = useTranslation();
  const { one, isHere, isLookedAt, label, readings, onLook } = props;
  const [firstPieces, secondPieces] = differingCharacters(readings.first, readings.second);
  return (
    <tr data-here={isHere} data-looked={isLookedAt}>
      <td>
        <button
          type="button"
          data-kind="plain"
          data-difference={differenceKey(one)}
          aria-current={isHere}
          onClick={() => onLook(one)}
          onFocus={() => onLook(one)}
        >
          {one.number} {isLookedAt && <span title={t("arbitration.looked")}>✓</span>}
        </button>
      </td>
      <td className="small">{label}</td>
      <td>
        <MarkedText pieces={firstPieces} none="" />
      </td>
      <td>
        <MarkedText pieces={secondPieces} none="" />
      </td>
    </tr>
  );
};

/**
 * Readings that differ in marks above and below letters only, each beside its image when the cursor
 * stands on it. All of them are settled with one key once every one was looked at; 1, 2 and 3
 * settle the one under the cursor.
 */
export const ToneGroup = (props: {
  readonly items: readonly Difference[];
  readonly here: Difference;
  readonly looked: ReadonlySet<string>;
  readonly busy: boolean;
  readonly labelOf: (one: Difference) => string;
  readonly readingsOf: (one: Difference) => Readings;
  readonly onLook: (one: Difference) => void;
  readonly onAll: (choice: "first" | "second") => void;
}) => {
  const { t } = useTranslation();
  const { items, here, looked, busy, labelOf, readingsOf, onLook, onAll } = props;
  const left = items.filter((one) => !looked.has(differenceKey(one))).length;
  const hereKey = differenceKey(here);
  useEffect(() => {
    document.querySelector<HTMLElement>(`[data-difference="${CSS.escape(hereKey)}"]`)?.focus();
  }, [hereKey]);
  return (
    <div className="stack">
      <h2>{t("arbitration.tones", { count: items.length })}</h2>
      <p className="muted small">{t("arbitration.tonesHint")}</p>
      <table>
        <thead>
          <tr>
            <th>{t("search.number")}</th>
            <th>{t("correction.field")}</th>
            <th>A</th>
            <th>B</th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <ToneRow
              key={differenceKey(one)}
              one={one}
              isHere={differenceKey(one) === hereKey}
              isLookedAt={looked.has(differenceKey(one))}
              label={labelOf(one)}
              readings={readingsOf(one)}
              onLook={onLook}
            />
          ))}
        </tbody>
      </table>
      <div className="row">
        {(["first", "second"] as const).map((choice) => (
          <BusyButton
            type="button"
            key={choice}
            disabled={left > 0}
            busy={busy}
            data-all={choice}
            onClick={() => onAll(choice)}
          >
            <kbd>{choice === "first" ? "A" : "B"}</kbd>{" "}
            {t(choice === "first" ? "arbitration.allFirst" : "arbitration.allSecond")}
          </BusyButton>
        ))}
        {left > 0 && <span className="muted small">{t("arbitration.toLook", { count: left })}</span>}
      </div>
    </div>
  );
};
