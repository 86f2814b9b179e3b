import { useTranslation } from "react-i18next";
import { BusyButton } from "./busy-button.tsx";

/** The rest of a list that comes in pages; nothing where all of it is there. */
export const MoreButton = ({
  list,
}: {
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}) => {
  const { t } = useTranslation();
  if (!list.hasNextPage) return null;
  return (
    <BusyButton type="button" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      {t("search.more")}
    </BusyButton>
  );
};
