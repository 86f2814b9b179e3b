import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { query } from "../../api/queries.ts";
import { AskText } from "../../ui/dialog.tsx";
import { useMadeFrom } from "../../ui/use-made-from.ts";
import { type Order, type Person, useOrder, useRefreshAccounts } from "./use-accounts.ts";
import { useWhatChanged } from "./use-what-changed.ts";

/** Asks why a role or an account ends, or goes on, and has it done. */
export const GiveOrder = (props: {
  readonly order: Order;
  /** The person as the list shows them now; those of other units are not in it. */
  readonly person: Person | undefined;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const { order, person, onClose } = props;
  const elsewhere = useQuery({
    ...query("/api/accounts/v1/people-from-elsewhere"),
    enabled: person === undefined,
  });
  const outsider = elsewhere.data?.items.find(({ accountId }) => accountId === order.accountId);
  const revision = person?.revision ?? outsider?.revision ?? order.revision;
  const madeFrom = useMadeFrom(revision, useRefreshAccounts());
  const giving = useOrder(order, madeFrom, onClose);
  return (
    <AskText
      title={[t(`accounts.${order.kind}`), person?.displayName].filter(Boolean).join(": ")}
      label={t("common.reason")}
      confirm={t(`accounts.${order.kind}`)}
      busy={giving.isPending}
      error={giving.error}
      now={useWhatChanged(person)}
      onAnswer={(reason) => giving.mutate(reason)}
      onClose={onClose}
    />
  );
};
