import { useState } from "react";
import { useTranslation } from "react-i18next";
import { MoreButton } from "../../ui/more-button.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { FoundRecords } from "./found-records.tsx";
import { SearchForm } from "./search-form.tsx";
import { type Asked, questionIn, useSearch } from "./use-search.ts";

/** Names go in the body, never in an address. */
export const Search = () => {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>();
  const { list, found } = useSearch(asked);
  return (
    <main className="page stack">
      <h1>{t("search.title")}</h1>
      <SearchForm
        onAsk={(form) =>
          setAsked((before) => ({ turn: (before?.turn ?? 0) + 1, question: questionIn(form) }))
        }
      />
      <ProblemNote error={list.error} />
      {!asked && <p className="muted">{t("search.begin")}</p>}
      {found?.length === 0 && <p className="muted">{t("search.noResult")}</p>}
      {found && found.length > 0 && <FoundRecords found={found} />}
      <MoreButton list={list} />
    </main>
  );
};
