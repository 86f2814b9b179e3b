import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ItemOf } from "../api/paths.ts";
import { AskText } from "./dialog.tsx";
import { batchState } from "./states.ts";
import { useMadeFrom } from "./use-made-from.ts";

/** Asks why, does it to the batch as it was seen, and says what it is where that has changed. */
export const AskAboutBatch = (props: {
  readonly batch: ItemOf<"/api/entry/v1/batches">;
  /** What is done, in words. */
  readonly title: string;
  /** The reason that is offered. */
  readonly initial: string;
  readonly run: (reason: string, header: ReturnType<typeof useMadeFrom>["header"]) => Promise<unknown>;
  readonly onDone: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}) => {
  const { t } = useTranslation();
  const { batch, title, initial, run, onDone, onClose, children } = props;
  const { header, onError } = useMadeFrom(batch.revision, onDone);
  const doing = useMutation({
    mutationFn: (reason: string) => run(reason, header),
    onSuccess: async () => {
      await onDone();
      onClose();
    },
    onError,
  });
  return (
    <AskText
      title={title}
      label={t("common.reason")}
      confirm={title}
      initial={initial}
      busy={doing.isPending}
      error={doing.error}
      now={batch.assignedName ?? t(`dashboard.state.${batchState(batch)}`)}
      onAnswer={(reason) => doing.mutate(reason)}
      onClose={onClose}
    >
      {children}
    </AskText>
  );
};
