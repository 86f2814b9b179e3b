import { useTranslation } from "react-i18next";
import { AskText } from "../../ui/dialog.tsx";
import type { Mark } from "./use-sampled-record.ts";

/** What is asked of a mark of somebody else, of one's own, and of an earlier round. */
const textsOf = ({ ofOthers, needsReason }: Mark) => {
  if (ofOthers) return { title: "review.withdraw", what: "review.markedByOthers" } as const;
  if (needsReason) return { title: "review.withdrawOwn", what: "review.markedOwn" } as const;
  return { title: "review.withdrawEarlier", what: "review.markedEarlier" } as const;
};

/**
 * Asks why a mark is withdrawn that somebody else or an earlier round has set, or that was
 * critical; whoever decides sees mark and reason.
 */
export const WithdrawQuestion = (props: {
  readonly mark: Mark;
  readonly label: string;
  /** What was typed before somebody else was quicker. */
  readonly typed: string | undefined;
  readonly onWithdraw: (reason: string) => void;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { mark, label, typed, onWithdraw, onClose } = props;
  const texts = textsOf(mark);
  const title = t(texts.title);
  return (
    <AskText
      title={`${title}: ${label}`}
      label={t("review.withdrawWhy")}
      confirm={title}
      initial={typed ?? ""}
      onAnswer={onWithdraw}
      onClose={onClose}
    >
      <p>
        {t(texts.what, {
          who: (mark.markedBy ?? []).join(", "),
          severity: t(`review.severity.${mark.severity}`),
          reason: mark.reason,
        })}
      </p>
    </AskText>
  );
};
