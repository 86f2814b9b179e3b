import { useQueries } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { query } from "../../api/queries.ts";
import { AndMore } from "../and-more.tsx";
import { formatMoment } from "../format.ts";
import { ProblemNote } from "../problem-note.tsx";
import { BasisLine } from "./basis-line.tsx";
import { CaseLink } from "./case-link.tsx";
import type { CountedBatch } from "./counted-batch.ts";
import { ShownOnDemand } from "./shown-on-demand.tsx";
import type { Standing } from "./verdicts.ts";

const FINDINGS = "/api/review/v1/reviews/{reviewId}/case-findings";
type Kind = "let-stand" | "unanswered";

const Findings = (props: { readonly kind: Kind; readonly batches: readonly CountedBatch[] }) => {
  const { t, i18n } = useTranslation();
  const { kind, batches } = props;
  const found = useQueries({
    queries: batches.map(({ reviewId }) => query(FINDINGS, { path: { reviewId }, query: { kind } })),
  });
  const all = batches.flatMap((of, at) => (found[at]?.data?.findings ?? []).map((one) => ({ one, of })));
  const total = found.reduce((sum, { data }) => sum + (data?.total ?? 0), 0);
  return (
    <>
      <ProblemNote error={found.find(({ error }) => error)?.error} />
      <ul className="plain small" data-case-findings={kind}>
        {all.map(({ one, of }) => (
          <li key={`${one.recordId} ${one.rule} ${one.fields.join(" ")}`} data-finding={one.rule}>
            <CaseLink {...one} of={of} list={kind} />:{" "}
            {i18n.language === "en" ? one.messageEn : one.messageVi}{" "}
            {one.answer && (
              <span className="muted">
                {t("history.letStand", {
                  reason: one.answer.reason,
                  name: one.answer.by,
                  time: formatMoment(one.answer.at),
                })}
              </span>
            )}
          </li>
        ))}
      </ul>
      <AndMore count={total - all.length} />
    </>
  );
};

/** What the rules find in single cases: what nobody has answered, and what stands with a reason. */
export const CaseFindingsLines = (props: {
  readonly standing: Pick<Standing, "unanswered" | "letStand">;
  readonly batches: readonly CountedBatch[];
}) => {
  const { t } = useTranslation();
  const { standing, batches } = props;
  const { unanswered, letStand } = standing;
  return (
    <>
      <BasisLine
        label={t("gate.findings")}
        tone={unanswered === 0 ? "good" : "bad"}
        word={t(unanswered === 0 ? "gate.done" : "gate.notDone")}
      >
        {t("gate.warnings", { count: unanswered })}
        {unanswered > 0 && (
          <ShownOnDemand name="unanswered">
            <Findings kind="unanswered" batches={batches} />
          </ShownOnDemand>
        )}
      </BasisLine>
      <BasisLine
        label={t("gate.letStand")}
        tone={letStand === 0 ? "good" : "warn"}
        word={t(letStand === 0 ? "gate.noLetStand" : "gate.staysSo")}
      >
        {t("gate.warnings", { count: letStand })}
        {letStand > 0 && (
          <ShownOnDemand name="let-stand">
            <Findings kind="let-stand" batches={batches} />
          </ShownOnDemand>
        )}
      </BasisLine>
    </>
  );
};
