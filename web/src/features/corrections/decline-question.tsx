import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { AskText } from "../../ui/dialog.tsx";

type Question = ComponentProps<typeof AskText>;

/** Asks for the reason with which a request is declined; `onAnswer` sends it. */
export const DeclineQuestion = (props: Omit<Question, "title" | "label" | "confirm">) => {
  const { t } = useTranslation();
  return (
    <AskText
      {...props}
      title={t("correction.decline")}
      label={t("common.reason")}
      confirm={t("correction.decline")}
    />
  );
};
