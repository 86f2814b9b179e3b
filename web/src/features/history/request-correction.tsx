import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { send } from "../../api/requests.ts";
import { Dialog, FormDialog } from "../../ui/dialog.tsx";
import { type FieldValue, noWords, textOf } from "../../ui/field-value.ts";
import { textIn } from "../../ui/form-texts.ts";
import { illegibleReasons } from "../../ui/keying/keyed-fields.ts";
import { useMadeFrom } from "../../ui/use-made-from.ts";
import { useValueWords } from "../../ui/use-value-words.ts";
import { type CorrectionKind, correctedValue, correctionKinds } from "./corrected-value.ts";
import { type OpenWarning, openWarnings, reasonedIn } from "./open-warnings.ts";
import { useRefreshHistory, useRefreshRecord } from "./use-record.ts";
import { WarningReasons } from "./warning-reasons.tsx";

const Sent = ({ title, onClose }: { readonly title: string; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="stack">
        <p role="status">{t("correction.sent")}</p>
        <button type="button" data-kind="primary" data-first onClick={onClose}>
          {t("common.close")}
        </button>
      </div>
    </Dialog>
  );
};

const isDoubtful = (value: FieldValue | undefined): boolean =>
  value !== undefined && "doubtful" in value && value.doubtful === true;

/** In which way it is said what should stand there. */
const KindField = ({
  kind,
  onKind,
}: {
  readonly kind: CorrectionKind;
  readonly onKind: (kind: CorrectionKind) => void;
}) => {
  const { t } = useTranslation();
  return (
    <div className="field">
      <label htmlFor="kind">{t("correction.kind")}</label>
      <select
        id="kind"
        value={kind}
        onChange={(event) => onKind(correctionKinds.find((one) => one === event.target.value) ?? "text")}
      >
        {correctionKinds.map((one) => (
          <option key={one} value={one}>
            {t(`correction.kinds.${one}`)}
          </option>
        ))}
      </select>
    </div>
  );
};

/** What should stand in the field, in the way that `kind` asks for it. */
const ValueField = (props: {
  readonly kind: CorrectionKind;
  readonly present: FieldValue | undefined;
  readonly onChange: () => void;
}) => {
  const { t } = useTranslation();
  const { kind, present, onChange } = props;
  const before = textOf(present, noWords);
  if (kind === "blank") return null;
  if (kind === "text")
    return (
      <div className="field">
        <label htmlFor="value">{t("correction.after")}</label>
        <input
          id="value"
          name="value"
          defaultValue={before}
          autoComplete="off"
          data-first
          onChange={onChange}
        />
        <label className="row">
          <input type="checkbox" id="doubtful" name="doubtful" defaultChecked={isDoubtful(present)} />
          {t("correction.doubtful")}
        </label>
      </div>
    );
  return (
    <div className="field">
      <label htmlFor="why">{t("desk.whyIllegible")}</label>
      <select id="why" name="why">
        {illegibleReasons.map((one) => (
          <option key={one} value={one}>
            {t(`desk.why.${one}`)}
          </option>
        ))}
      </select>
      <label htmlFor="part">{t("correction.part")}</label>
      <input id="part" name="part" autoComplete="off" onChange={onChange} />
    </div>
  );
};

/** Asks for one field of an accepted record to be changed; another person decides. */
export const RequestCorrection = (props: {
  readonly recordId: string;
  /** Revision of the record that is shown. */
  readonly revision: number;
  readonly field: string;
  readonly label: string;
  /** What stands there, to be changed. */
  readonly present: FieldValue | undefined;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const [kind, setKind] = useState<CorrectionKind>("text");
  /** What the server found in the record as it would be: each wants a reason. */
  const [warnings, setWarnings] = useState<readonly OpenWarning[]>([]);
  const { recordId, revision, field, label, present, onClose } = props;
  const shown = textOf(present, useValueWords());
  const refreshHistory = useRefreshHistory(recordId);
  const { header, onError } = useMadeFrom(revision, useRefreshRecord(recordId));
  const request = useMutation({
    mutationFn: (form: FormData) =>
      send("post", "/api/review/v1/corrections", {
        header,
        body: {
          recordId,
          changes: { [field]: correctedValue(form, kind) },
          reason: textIn(form, "reason"),
          accepted: reasonedIn(form, warnings),
        },
      }),
    onError: async (error) => {
      setWarnings(openWarnings(error));
      await onError(error);
    },
    onSuccess: () => {
      void refreshHistory();
    },
  });
  /** What was found was found in another value: a reason for it would be one for nothing. */
  const forget = () => {
    setWarnings([]);
    request.reset();
  };
  const title = t("correction.request", { field: label });
  if (request.isSuccess) return <Sent title={title} onClose={onClose} />;
  return (
    <FormDialog
      title={title}
      confirm={t("correction.send")}
      busy={request.isPending}
      error={warnings.length > 0 ? undefined : request.error}
      now={shown}
      onSubmit={request.mutate}
      onClose={onClose}
    >
      <p className="muted">
        {t("correction.before")}: {shown || t("history.none")}
      </p>
      <KindField
        kind={kind}
        onKind={(next) => {
          forget();
          setKind(next);
        }}
      />
      <ValueField kind={kind} present={present} onChange={forget} />
      <div className="field">
        <label htmlFor="reason">{t("common.reason")}</label>
        <input id="reason" name="reason" required minLength={3} maxLength={500} autoComplete="off" />
      </div>
      <WarningReasons warnings={warnings} />
    </FormDialog>
  );
};
