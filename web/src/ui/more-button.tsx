import { useTranslation } from "react-i18next";

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
    <button type="button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
      {t("search.more")}
    </button>
  );
};
