import { useState } from "react";
import { useTranslation } from "react-i18next";
import { BusyButton } from "../busy-button.tsx";
import { AskText, Dialog, useOwnError } from "../dialog.tsx";
import { formatMoment } from "../format.ts";
import { ProblemNote } from "../problem-note.tsx";
import { useHeldUntil } from "../use-resets.ts";
import { type Standing, type Verdict, verdicts, whyNot } from "./verdicts.ts";

interface VerdictQuestion {
  readonly of: "lot" | "batch";
  readonly pending: boolean;
  readonly error: unknown;
  /** Why it cannot be given, as the page behind says by now. */
  readonly why: string | undefined;
  readonly onGive: (verdict: Verdict, reason: string | undefined) => void;
  readonly onClose: () => void;
}

/** Says what the verdict will do, and asks for its reason where it needs one. */
const AskVerdict = (props: VerdictQuestion & { readonly verdict: Verdict }) => {
  const { of, verdict, pending, why, onGive, onClose } = props;
  const error = useOwnError(props.error);
  const { t } = useTranslation();
  const give = t(`gate.${of}.give.${verdict}`);
  const what = <p>{t(`gate.${of}.what.${verdict}`)}</p>;
  if (verdict !== "accepted")
    return (
      <AskText
        title={give}
        label={t("common.reason")}
        confirm={give}
        busy={pending}
        error={props.error}
        now={why}
        isSettled={why !== undefined}
        onAnswer={(reason) => onGive(verdict, reason)}
        onClose={onClose}
      >
        {what}
      </AskText>
    );
  return (
    <Dialog title={give} onClose={onClose}>
      {what}
      <ProblemNote error={error} />
      {why !== undefined && (
        <p className="notice" data-now>
          {t("common.nowThere")} <strong>{why}</strong>
        </p>
      )}
      <div className="row">
        {why === undefined && (
          <BusyButton data-kind="primary" busy={pending} onClick={() => onGive(verdict, undefined)}>
            {give}
          </BusyButton>
        )}
        {/* What cannot be taken back is not one key away. */}
        <button type="button" data-first onClick={onClose}>
          {t(why === undefined ? "common.cancel" : "common.close")}
        </button>
      </div>
    </Dialog>
  );
};

/**
 * The ways to go; what cannot be chosen says why, and each says what it will do before it does it.
 */
export const VerdictChoices = (props: {
  readonly of: "lot" | "batch";
  readonly standing: Pick<
    Standing,
    "looks" | "marks" | "obstacles" | "unanswered" | "notMended" | "newAccounts"
  >;
  /** Left out where accepting after fixes would be the same as returning. */
  readonly only?: readonly Verdict[] | undefined;
  readonly pending: boolean;
  readonly error: unknown;
  /** Gives the verdict; `given` is called once it stands. */
  readonly onGive: (verdict: Verdict, reason: string | undefined, given: () => void) => void;
}) => {
  const { t } = useTranslation();
  const { of, standing, only = verdicts, pending, error, onGive } = props;
  const [asked, setAsked] = useState<Verdict>();
  /** What went wrong in a dialog that is closed by now was told there. */
  const [told, setTold] = useState<unknown>(undefined);
  const heldUntil = useHeldUntil();
  const whyAsked = asked && whyNot(asked, standing, of);
  const isTakenBack = standing.marks.some(({ standing: now }) => now === "withdrawn");
  return (
    <section className="card stack" aria-labelledby="verdict-title">
      <h2 id="verdict-title">{t("gate.verdict")}</h2>
      {asked === undefined && error !== told && <ProblemNote error={error} />}
      {heldUntil !== undefined && (
        <p className="notice" id="verdict-held">
          {t("gate.held", { time: formatMoment(heldUntil) })}
        </p>
      )}
      {standing.newAccounts.length > 0 && (
        <p className="notice" data-new-accounts>
          {t("gate.newAccounts")}{" "}
          {standing.newAccounts.map(({ of, by }) => t("gate.newAccount", { of, by })).join("; ")}.
        </p>
      )}
      {only.map((verdict) => {
        const why = whyNot(verdict, standing, of);
        return (
          <div className="row" key={verdict}>
            <BusyButton
              type="button"
              data-verdict={verdict}
              data-kind={verdict === "returned" || why !== undefined ? undefined : "primary"}
              disabled={why !== undefined || heldUntil !== undefined}
              busy={pending}
              aria-describedby={
                why === undefined ? (heldUntil === undefined ? undefined : "verdict-held") : `why-${verdict}`
              }
              onClick={() => setAsked(verdict)}
            >
              {t(`gate.${of}.give.${verdict}`)}
            </BusyButton>
            {why !== undefined && (
              <span className="small muted" id={`why-${verdict}`}>
                {t(`gate.whyNot.${why.code}`, why.figures)}
                {why.code === "marks-required" && isTakenBack && ` ${t("gate.markAgain")}`}
              </span>
            )}
          </div>
        );
      })}
      {asked !== undefined && (
        <AskVerdict
          of={of}
          verdict={asked}
          pending={pending}
          error={error}
          why={whyAsked && t(`gate.whyNot.${whyAsked.code}`, whyAsked.figures)}
          onClose={() => {
            setTold(error);
            setAsked(undefined);
          }}
          // A refused one stays open with what was typed, beside what is there now.
          onGive={(verdict, reason) => onGive(verdict, reason, () => setAsked(undefined))}
        />
      )}
    </section>
  );
};
