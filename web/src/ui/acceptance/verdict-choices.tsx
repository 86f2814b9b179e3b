import { useState } from "react";
import { useTranslation } from "react-i18next";
import { AskText, Dialog } from "../dialog.tsx";
import { ProblemNote } from "../problem-note.tsx";
import { type Standing, type Verdict, verdicts, whyNot } from "./verdicts.ts";

interface VerdictQuestion {
  readonly of: "lot" | "batch";
  readonly onGive: (verdict: Verdict, reason: string | undefined) => void;
  readonly onClose: () => void;
}

/** Says what the verdict will do, and asks for its reason where it needs one. */
const AskVerdict = ({ of, verdict, onGive, onClose }: VerdictQuestion & { readonly verdict: Verdict }) => {
  const { t } = useTranslation();
  const give = t(`gate.${of}.give.${verdict}`);
  const what = <p>{t(`gate.${of}.what.${verdict}`)}</p>;
  if (verdict !== "accepted")
    return (
      <AskText
        title={give}
        label={t("common.reason")}
        confirm={give}
        onAnswer={(reason) => onGive(verdict, reason)}
        onClose={onClose}
      >
        {what}
      </AskText>
    );
  return (
    <Dialog title={give} onClose={onClose}>
      {what}
      <div className="row">
        <button type="button" data-kind="primary" data-first onClick={() => onGive(verdict, undefined)}>
          {give}
        </button>
        <button type="button" onClick={onClose}>
          {t("common.cancel")}
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
  readonly standing: Pick<Standing, "looks" | "obstacles" | "unanswered">;
  /** Left out where accepting after fixes would be the same as returning. */
  readonly only?: readonly Verdict[] | undefined;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onGive: (verdict: Verdict, reason: string | undefined) => void;
}) => {
  const { t } = useTranslation();
  const { of, standing, only = verdicts, pending, error, onGive } = props;
  const [asked, setAsked] = useState<Verdict>();
  return (
    <section className="card stack" aria-labelledby="verdict-title">
      <h2 id="verdict-title">{t("gate.verdict")}</h2>
      <ProblemNote error={error} />
      {only.map((verdict) => {
        const why = whyNot(verdict, standing, of);
        return (
          <div className="row" key={verdict}>
            <button
              type="button"
              data-verdict={verdict}
              data-kind={verdict === "returned" || why !== undefined ? undefined : "primary"}
              disabled={why !== undefined || pending}
              aria-describedby={why === undefined ? undefined : `why-${verdict}`}
              onClick={() => setAsked(verdict)}
            >
              {t(`gate.${of}.give.${verdict}`)}
            </button>
            {why !== undefined && (
              <span className="small muted" id={`why-${verdict}`}>
                {t(`gate.whyNot.${why.code}`, why.figures)}
              </span>
            )}
          </div>
        );
      })}
      {asked !== undefined && (
        <AskVerdict
          of={of}
          verdict={asked}
          onClose={() => setAsked(undefined)}
          onGive={(verdict, reason) => {
            setAsked(undefined);
            onGive(verdict, reason);
          }}
        />
      )}
    </section>
  );
};
