import { useEffect } from "react";

/** Names the page in the tab and for a screen reader. */
export const useTitle = (title: string | undefined): void => {
  useEffect(() => {
    document.title = title === undefined ? "Sổ Gốc" : `${title} – Sổ Gốc`;
  }, [title]);
};
