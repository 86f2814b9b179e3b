import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "wouter";
import { findDraft, newCaseDraft, putAside, saveDraft } from "../../ui/keying/drafts.ts";
import { isUntouched } from "../../ui/keying/keyed-fields.ts";
import { useRecordTexts } from "../../ui/use-record-texts.ts";
import { namesIn } from "./names-in.ts";
import type { Case } from "./use-cases.ts";

/**
 * Opens the desk with a number to be keyed again, but without the values of its voided case: the
 * page is typed anew. A case that was being typed is put aside.
 */
const useKeyingAgain = (batchId: string) => {
  const [, navigate] = useLocation();
  return async (number: string) => {
    const here = await findDraft(newCaseDraft(batchId));
    if (here && !isUntouched(here) && !(await putAside(batchId, here))) return;
    if (await saveDraft(newCaseDraft(batchId), { so: { text: number } })) navigate(`/lo/${batchId}`);
  };
};

const Marked = ({ one, children }: { readonly one: Case; readonly children?: ReactNode }) => {
  const { t } = useTranslation();
  const { labelOf } = useRecordTexts(one.recordType);
  return (
    <>
      <strong>
        {t("review.record", { number: one.number })} · {namesIn(one)}
      </strong>
      {one.marks.map((mark) => (
        <span key={`${mark.field} ${mark.severity} ${mark.reason}`} className="mark">
          ✗ {labelOf(mark.field)} ({t(`review.severity.${mark.severity}`)}): “{mark.reason}”
        </span>
      ))}
      {children}
    </>
  );
};

/** A case that a check says should not have been voided. */
const WronglyVoided = ({ batchId, one }: { readonly batchId: string; readonly one: Case }) => {
  const { t } = useTranslation();
  const keyAgain = useKeyingAgain(batchId);
  return (
    <div className="card stack" data-wrongly-voided={one.number}>
      <Marked one={one}>
        <p className="muted small">{t("desk.wronglyVoided")}</p>
        <button type="button" className="case" onClick={() => void keyAgain(one.number)}>
          {t("desk.keyNumberAgain", { number: one.number })}
        </button>
      </Marked>
    </div>
  );
};

/** What a check marked, to be mended first. */
export const Mistakes = ({
  batchId,
  mistakes,
}: {
  readonly batchId: string;
  readonly mistakes: readonly Case[];
}) => {
  const { t } = useTranslation();
  return (
    <section className="stack">
      <h2>{t("desk.mistakes")}</h2>
      {mistakes.map((one) =>
        one.status === "voided" ? (
          <WronglyVoided key={one.id} batchId={batchId} one={one} />
        ) : (
          <Link key={one.id} className="card case stack" href={`/lo/${batchId}/sua/${one.id}`}>
            <Marked one={one} />
          </Link>
        ),
      )}
    </section>
  );
};
