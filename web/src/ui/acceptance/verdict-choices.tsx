import { useState } from "react";
import { useTranslation } from "react-i18next";
import { BarredNote, useBarredWords } from "../barred-note.tsx";
import { BusyButton } from "../busy-button.tsx";
import { AskText, Dialog, FormDialog, useOwnError } from "../dialog.tsx";
import { formatMoment } from "../format.ts";
import { ProblemNote } from "../problem-note.tsx";
import { useHeldUntil } from "../use-resets.ts";
import { useLimitWords, useWhoseLimits } from "./limit-words.ts";
import { NextSteps } from "./next-steps.tsx";
import {
  type BookCounts,
  barredFrom,
  type Limits,
  type Standing,
  type Verdict,
  verdicts,
  whyNot,
  whyNotKey,
} from "./verdicts.ts";

const HELD = "verdict-held";
const BARRED = "barred-from-verdict";

/** What somebody says with a verdict. */
interface Said {
  readonly reason?: string | undefined;
  /** Where the batch has limits laxer than its unit's. */
  readonly acceptsLaxerLimits?: true | undefined;
}

/** The word of who accepts by limits laxer than the unit's, asked for beside both of them. */
const LaxerLimits = ({ limits }: { readonly limits: Limits }) => {
  const { t } = useTranslation();
  const words = useLimitWords();
  const whose = useWhoseLimits();
  const isSet = limits.unit.setFor !== undefined;
  return (
    <label className="row" data-laxer-limits>
      <input type="checkbox" name="laxer" required />
      <span className="grow">
        {t(isSet ? "gate.limitsWord" : "gate.limitsWordOfDefault", {
          own: words(limits),
          unit: words(limits.unit),
          whose: whose(limits),
        })}
      </span>
    </label>
  );
};

interface VerdictQuestion {
  readonly of: "lot" | "batch";
  readonly pending: boolean;
  readonly error: unknown;
  /** Why it cannot be given, or what was given, as the page behind says by now. */
  readonly now: string | undefined;
  /** To be confirmed by who accepts. */
  readonly laxer: Limits | undefined;
  readonly onGive: (verdict: Verdict, said: Said) => void;
  readonly onClose: () => void;
}

/** Says what the verdict will do, and asks for its reason where it needs one. */
const AskVerdict = (props: VerdictQuestion & { readonly verdict: Verdict }) => {
  const { of, verdict, pending, now, laxer, onGive, onClose } = props;
  const error = useOwnError(props.error);
  const { t } = useTranslation();
  const give = t(`gate.${of}.give.${verdict}`);
  const what = <p>{t(`gate.${of}.what.${verdict}`)}</p>;
  const asksWord = laxer !== undefined && verdict !== "returned";
  if (verdict !== "accepted")
    return (
      <AskText
        title={give}
        label={t("common.reason")}
        confirm={give}
        busy={pending}
        error={props.error}
        now={now}
        isSettled={now !== undefined}
        onAnswer={(reason) => onGive(verdict, { reason, acceptsLaxerLimits: asksWord ? true : undefined })}
        onClose={onClose}
      >
        {what}
        {asksWord && <LaxerLimits limits={laxer} />}
        {laxer !== undefined && verdict === "returned" && <p data-next-limits>{t("gate.nextLimits")}</p>}
      </AskText>
    );
  if (laxer)
    return (
      <FormDialog
        title={give}
        confirm={give}
        busy={pending}
        error={props.error}
        now={now}
        isSettled={now !== undefined}
        onSubmit={() => onGive(verdict, { acceptsLaxerLimits: true })}
        onClose={onClose}
      >
        {what}
        <LaxerLimits limits={laxer} />
      </FormDialog>
    );
  return (
    <Dialog title={give} onClose={onClose}>
      {what}
      <ProblemNote error={error} />
      {now !== undefined && (
        <p className="notice" data-now>
          {t("common.nowThere")} <strong>{now}</strong>
        </p>
      )}
      <div className="row">
        {now === undefined && (
          <BusyButton data-kind="primary" busy={pending} onClick={() => onGive(verdict, {})}>
            {give}
          </BusyButton>
        )}
        {/* What cannot be taken back is not one key away. */}
        <button type="button" data-first onClick={onClose}>
          {t(now === undefined ? "common.cancel" : "common.close")}
        </button>
      </div>
    </Dialog>
  );
};

/** One way to go; what cannot be chosen says everything that stands in its way. */
const Choice = (props: {
  readonly of: "lot" | "batch";
  readonly verdict: Verdict;
  readonly why: readonly string[];
  /** Id of what says why the person gives no verdict at all. */
  readonly heldBy: string | undefined;
  readonly pending: boolean;
  readonly onChoose: () => void;
}) => {
  const { t } = useTranslation();
  const { of, verdict, why, heldBy, pending, onChoose } = props;
  const barred = why.length > 0;
  return (
    <div className="row">
      <BusyButton
        type="button"
        data-verdict={verdict}
        data-kind={verdict === "returned" || barred || heldBy !== undefined ? undefined : "primary"}
        disabled={barred || heldBy !== undefined}
        busy={pending}
        aria-describedby={barred ? `why-${verdict}` : heldBy}
        onClick={onChoose}
      >
        {t(`gate.${of}.give.${verdict}`)}
      </BusyButton>
      {barred && (
        <span className="small muted" id={`why-${verdict}`}>
          {why.map((one) => (
            <span className="below" key={one}>
              {one}
            </span>
          ))}
        </span>
      )}
    </div>
  );
};

type Chosen = Pick<
  Standing,
  | "looks"
  | "marks"
  | "obstacles"
  | "unanswered"
  | "notMended"
  | "newAccounts"
  | "people"
  | "limits"
  | "barred"
>;

/**
 * What stands in the way of each verdict, in words; nothing for whom it is said once of all of
 * them.
 */
const useObstacles = (of: "lot" | "batch", standing: Chosen, only: readonly Verdict[]) => {
  const { t } = useTranslation();
  const isTakenBack = standing.marks.some(({ standing: now }) => now === "withdrawn" || now === "lowered");
  const barredWords = useBarredWords();
  return (verdict: Verdict): readonly string[] => {
    if (standing.barred.returning) return [];
    // Whoever may not give it has no use for what others still have to do.
    const barred = barredFrom(verdict, standing);
    if (barred) return barredWords(barred);
    return whyNot(verdict, standing, of).map(({ code, figures }) => {
      const why = t(whyNotKey(code, only), figures);
      return code === "marks-required" && isTakenBack ? `${why} ${t(`gate.markAgain.${of}`)}` : why;
    });
  };
};

/** That the person may give no verdict at all, and who may. */
const BarredFromAll = ({ standing }: { readonly standing: Chosen }) => {
  const { t } = useTranslation();
  const { barred, people } = standing;
  if (!barred.returning) return null;
  return (
    <div className="notice" data-barred-from-verdict={barred.returning.code}>
      <BarredNote barred={barred.returning} id={BARRED} />
      {people.acceptors.length > 0 && (
        <span className="below">{t("gate.othersDecide", { who: people.acceptors.join(", ") })}</span>
      )}
    </div>
  );
};

/**
 * The ways to go; what cannot be chosen says why, and each says what it will do before it does it.
 * Once somebody has decided there is nothing to choose; a question that was open stays, with what
 * was typed beside what was decided.
 */
export const VerdictChoices = (props: {
  readonly of: "lot" | "batch";
  readonly standing: Chosen;
  /** The books that it rests on. */
  readonly books: readonly BookCounts[];
  /** What was decided, by whom and why; undefined while it is open. */
  readonly decided: string | undefined;
  /** Left out where accepting after fixes would be the same as returning. */
  readonly only?: readonly Verdict[] | undefined;
  readonly pending: boolean;
  readonly error: unknown;
  /** Limits that who accepts has to confirm. */
  readonly laxer?: Limits | undefined;
  /** Gives the verdict; `given` is called once it stands. */
  readonly onGive: (verdict: Verdict, said: Said, given: () => void) => void;
}) => {
  const { t } = useTranslation();
  const { of, standing, books, decided, only = verdicts, pending, error, laxer, onGive } = props;
  const [asked, setAsked] = useState<Verdict>();
  /** What went wrong in a dialog that is closed by now was told there. */
  const [told, setTold] = useState<unknown>(undefined);
  const heldUntil = useHeldUntil();
  const obstaclesTo = useObstacles(of, standing, only);
  const heldBy = standing.barred.returning ? BARRED : heldUntil === undefined ? undefined : HELD;
  if (decided !== undefined && asked === undefined) return null;
  const whyAsked = asked && obstaclesTo(asked).join(" ");
  return (
    <section className="card stack" aria-labelledby="verdict-title">
      <h2 id="verdict-title">{t("gate.verdict")}</h2>
      {asked === undefined && error !== told && <ProblemNote error={error} />}
      {decided === undefined && <BarredFromAll standing={standing} />}
      {heldUntil !== undefined && (
        <p className="notice" id={HELD}>
          {t("gate.held", { time: formatMoment(heldUntil) })}
          {standing.people.acceptors.length > 0 &&
            ` ${t("gate.othersDecide", { who: standing.people.acceptors.join(", ") })}`}
        </p>
      )}
      {standing.newAccounts.length > 0 && (
        <p className="notice" data-new-accounts>
          {t("gate.newAccounts")}{" "}
          {standing.newAccounts.map(({ of, by }) => t("gate.newAccount", { of, by })).join("; ")}.
        </p>
      )}
      {decided === undefined && <NextSteps of={of} standing={standing} verdicts={only} books={books} />}
      {decided === undefined &&
        only.map((verdict) => (
          <Choice
            key={verdict}
            of={of}
            verdict={verdict}
            why={obstaclesTo(verdict)}
            heldBy={heldBy}
            pending={pending}
            onChoose={() => setAsked(verdict)}
          />
        ))}
      {asked !== undefined && (
        <AskVerdict
          of={of}
          verdict={asked}
          pending={pending}
          error={error}
          laxer={laxer}
          // The own verdict is read before its answer has been heard.
          now={pending ? undefined : (decided ?? (whyAsked || undefined))}
          onClose={() => {
            setTold(error);
            setAsked(undefined);
          }}
          // A refused one stays open with what was typed, beside what is there now.
          onGive={(verdict, said) => onGive(verdict, said, () => setAsked(undefined))}
        />
      )}
    </section>
  );
};
