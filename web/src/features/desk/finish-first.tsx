import { useTranslation } from "react-i18next";
import { SubmitBatch } from "../../ui/keying/submit-batch.tsx";
import type { Saving } from "../../ui/keying/use-saving.ts";
import type { DeskBatch } from "./use-desk-data.ts";

/** The end of a keying: only when every case is on the server. */
export const FinishFirst = (props: {
  readonly batch: DeskBatch;
  readonly saving: Saving;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { batch, saving, onClose } = props;
  const unsent = saving.waiting + saving.refused.length;
  return (
    <SubmitBatch
      batchId={batch.id}
      title={t("desk.submit")}
      what={
        unsent > 0 ? t("desk.submitWaits", { count: unsent }) : t("desk.submitWhat", { count: batch.records })
      }
      confirm={t("desk.submitNow")}
      blocked={unsent > 0}
      onClose={onClose}
    />
  );
};
