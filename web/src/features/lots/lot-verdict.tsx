import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { dataOf, reviewApi } from "../../api/client.ts";
import { AskText, Dialog } from "../../ui/dialog.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { type LotStanding, type Verdict, verdicts, whyNot } from "./lot-verdicts.ts";

/**
 * Three ways to go; what cannot be chosen says why, and each says what it will do before it does
 * it.
 */
export const LotVerdict = ({
  lotId,
  standing,
}: {
  readonly lotId: string;
  readonly standing: LotStanding;
}) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [asked, setAsked] = useState<Verdict>();
  const decide = useMutation({
    mutationFn: ({ verdict, reason }: { verdict: Verdict; reason?: string }) => {
      const body = { verdict, ...(reason === undefined || reason === "" ? {} : { reason }) };
      const params = { path: { lotId } };
      return dataOf(reviewApi.POST("/api/review/v1/lots/{lotId}/decide", { params, body }));
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ["lots"] });
      await client.invalidateQueries({ queryKey: ["lot", lotId] });
    },
  });
  const give = (verdict: Verdict, reason?: string) => {
    setAsked(undefined);
    decide.mutate({ verdict, ...(reason === undefined ? {} : { reason }) });
  };
  return (
    <section className="card stack" aria-labelledby="verdict-title">
      <h2 id="verdict-title">{t("lots.verdict")}</h2>
      <ProblemNote error={decide.error} />
      {verdicts.map((verdict) => {
        const why = whyNot(verdict, standing);
        return (
          <div className="row" key={verdict}>
            <button
              type="button"
              data-verdict={verdict}
              data-kind={verdict === "returned" || why !== undefined ? undefined : "primary"}
              disabled={why !== undefined || decide.isPending}
              aria-describedby={why === undefined ? undefined : `why-${verdict}`}
              onClick={() => setAsked(verdict)}
            >
              {t(`lots.give.${verdict}`)}
            </button>
            {why !== undefined && (
              <span className="small muted" id={`why-${verdict}`}>
                {t(`lots.whyNot.${why}`, {
                  left: standing.sampled - standing.checked,
                  findings: standing.openFindings,
                  wrong: standing.wrongFields,
                })}
              </span>
            )}
          </div>
        );
      })}
      {asked === "accepted" && (
        <Dialog title={t("lots.give.accepted")} onClose={() => setAsked(undefined)}>
          <p>{t("lots.what.accepted")}</p>
          <div className="row">
            <button type="button" data-kind="primary" data-first onClick={() => give("accepted")}>
              {t("lots.give.accepted")}
            </button>
            <button type="button" onClick={() => setAsked(undefined)}>
              {t("common.cancel")}
            </button>
          </div>
        </Dialog>
      )}
      {asked !== undefined && asked !== "accepted" && (
        <AskText
          title={t(`lots.give.${asked}`)}
          label={t("common.reason")}
          confirm={t(`lots.give.${asked}`)}
          onAnswer={(reason) => give(asked, reason)}
          onClose={() => setAsked(undefined)}
        >
          <p>{t(`lots.what.${asked}`)}</p>
        </AskText>
      )}
    </section>
  );
};
