import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatMoment } from "../../ui/format.ts";
import { findPrinted } from "./printed-hash.ts";
import type { RecordHistory } from "./use-record.ts";

const tones = { last: "good", earlier: "warn", none: "bad", "too-short": "warn" } as const;

/**
 * Whether the record's chain holds, and of which event a printed hash is; the code of a look-up
 * sheet brings its own.
 */
export const Proof = ({ proof }: Pick<RecordHistory, "proof">) => {
  const { t } = useTranslation();
  const { intact, hashes } = proof;
  const [typed, setTyped] = useState(() => window.location.hash.slice(1));
  const printed = findPrinted(hashes, typed);
  const last = hashes.at(-1);
  return (
    <section className="stack" aria-labelledby="proof-title" data-intact={intact}>
      <h2 id="proof-title">{t("proof.title")}</h2>
      <p>
        <span className="tag" data-tone={intact ? "good" : "bad"}>
          {t(intact ? "proof.intact" : "proof.broken", { count: hashes.length })}
        </span>
      </p>
      {last && (
        <p className="small">
          {t("proof.last", { time: formatMoment(last.at) })}
          <br />
          <code>{last.hash.match(/.{1,16}/gu)?.join(" ")}</code>
        </p>
      )}
      <div className="field">
        <label htmlFor="printed-hash">{t("proof.printed")}</label>
        <input
          id="printed-hash"
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {printed && (
        <p role="status" data-printed={printed.found}>
          <span className="tag" data-tone={tones[printed.found]}>
            {t(`proof.found.${printed.found}`, { time: "at" in printed ? formatMoment(printed.at) : "" })}
          </span>
        </p>
      )}
    </section>
  );
};
