import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { scanQuery } from "../scan-pages.tsx";
import { firstOf, scanOfQuery } from "../use-scan-of.ts";

const AHEAD = 2;

/** Fetches the next cases' images while this one is keyed. */
export const useImagesAhead = (bookId: string | undefined, number: string): void => {
  const client = useQueryClient();
  useEffect(() => {
    const [, here, year = ""] = /^(\d+)[a-z]?(\/\d{4})?$/i.exec(number) ?? [];
    if (bookId === undefined || here === undefined) return;
    for (let ahead = 1; ahead <= AHEAD; ahead++) {
      void client
        .fetchQuery(scanOfQuery(bookId, `${Number(here) + ahead}${year}`))
        .then(firstOf)
        .then((next) => (next === null ? undefined : client.prefetchQuery(scanQuery(next))))
        .catch(() => undefined);
    }
  }, [bookId, client, number]);
};
