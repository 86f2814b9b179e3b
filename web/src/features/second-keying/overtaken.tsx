import { useTranslation } from "react-i18next";
import type { FieldValue } from "../../ui/field-value.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { chosenOf, type Decision, differenceKey, type NotTaken, nameOfReading, names } from "./decisions.ts";
import { useToldValue } from "./use-told-value.ts";

/** How a reading is named: A, B, or neither of them, and what it says. */
const useNamedReading = (recordType: string) => {
  const { t } = useTranslation();
  const told = useToldValue(recordType);
  return (decision: Decision, name: string | undefined, value: FieldValue | undefined): string => {
    const text = told(decision.difference.field, value);
    return name === undefined
      ? t("arbitration.otherReading", { text })
      : t("arbitration.namedReading", { name, text });
  };
};

/** What the arbiter had chosen of a difference that is still open. */
export const ChosenBefore = (props: { readonly recordType: string; readonly decision: Decision }) => {
  const { t } = useTranslation();
  const { recordType, decision } = props;
  const named = useNamedReading(recordType);
  const name = decision.choice === "neither" ? undefined : names[decision.choice];
  return (
    <p className="notice" data-chosen-before>
      {t("arbitration.chosenBefore", { chosen: named(decision, name, chosenOf(decision)) })}
    </p>
  );
};

const OneNotTaken = (props: {
  readonly recordType: string;
  readonly one: NotTaken;
  /** Undefined where its image is on the page. */
  readonly onLook: (() => void) | undefined;
}) => {
  const { t } = useTranslation();
  const { recordType, one, onLook } = props;
  const { decision, isOpen, now } = one;
  const { difference, choice } = decision;
  const { labelOf } = useRecordTexts(recordType);
  const named = useNamedReading(recordType);
  const name = choice === "neither" ? undefined : names[choice];
  return (
    <section className="stack" data-not-taken={differenceKey(difference)}>
      <div className="row">
        <h2 className="grow">
          {t("arbitration.fieldOfCase", { number: difference.number, field: labelOf(difference.field) })}
        </h2>
        {onLook && (
          <button type="button" className="small" onClick={onLook}>
            {t("arbitration.seeImage")}
          </button>
        )}
      </div>
      {isOpen ? (
        <p data-still-open>{t("arbitration.stillOpen")}</p>
      ) : (
        <p data-decided>
          {now === undefined
            ? t("arbitration.decidedByAnother")
            : t("arbitration.decided", { what: named(decision, nameOfReading(difference, now), now) })}
        </p>
      )}
      <p>{t("arbitration.yours", { chosen: named(decision, name, chosenOf(decision)) })}</p>
    </section>
  );
};

/**
 * Decisions that were not taken, each with its case and field, what stands there now and what the
 * arbiter had chosen.
 */
export const NotTakenList = (props: {
  readonly recordType: string;
  readonly items: readonly NotTaken[];
  /** The case of which the image is shown. */
  readonly shown?: string | undefined;
  readonly onLook?: ((number: string) => void) | undefined;
}) => {
  const { recordType, items, shown, onLook } = props;
  return items.map((one) => {
    const { difference } = one.decision;
    const isShown = onLook === undefined || difference.number === shown;
    return (
      <OneNotTaken
        key={differenceKey(difference)}
        recordType={recordType}
        one={one}
        onLook={isShown ? undefined : () => onLook(difference.number)}
      />
    );
  });
};

/**
 * Somebody else was quicker: told before anything else is decided, beside the image of the case.
 */
export const Overtaken = (props: {
  readonly recordType: string;
  readonly items: readonly NotTaken[];
  readonly shown: string | undefined;
  readonly onLook: (number: string) => void;
  readonly onSeen: () => void;
}) => {
  const { t } = useTranslation();
  const { items, onSeen } = props;
  const isAnyDecided = items.some(({ isOpen }) => !isOpen);
  return (
    <div className="stack" data-overtaken={items.length}>
      <p className="problem" role="alert">
        {t("arbitration.notTaken", { count: items.length })}
      </p>
      <NotTakenList {...props} />
      {isAnyDecided && <p className="muted small">{t("arbitration.ifWrong")}</p>}
      <div>
        <button type="button" data-kind="primary" data-seen onClick={onSeen}>
          {t("arbitration.goOn")}
        </button>
      </div>
    </div>
  );
};
