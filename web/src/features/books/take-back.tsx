import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { AskText } from "../../ui/dialog.tsx";
import { batchState } from "../../ui/states.ts";
import { useMadeFrom } from "../../ui/use-made-from.ts";
import type { Batch } from "./use-batches.ts";

/** Takes a batch back from who has it, with a reason. */
export const TakeBack = (props: {
  readonly batch: Batch;
  readonly onDone: () => Promise<void>;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { batch, onDone, onClose } = props;
  const { header, onError } = useMadeFrom(batch.revision, onDone);
  const takeBack = useMutation({
    mutationFn: (reason: string) =>
      send("post", "/api/entry/v1/batches/{batchId}/take-back", {
        path: { batchId: batch.id },
        header,
        body: { reason },
      }),
    onSuccess: async () => {
      await onDone();
      onClose();
    },
    onError,
  });
  return (
    <AskText
      title={t("books.takeBack")}
      label={t("common.reason")}
      confirm={t("books.takeBack")}
      initial={t("books.takeBackDefault")}
      busy={takeBack.isPending}
      error={takeBack.error}
      now={batch.assignedName ?? t(`dashboard.state.${batchState(batch)}`)}
      onAnswer={(reason) => takeBack.mutate(reason)}
      onClose={onClose}
    />
  );
};
