import { useTranslation } from "react-i18next";
import { useHasRole } from "../../ui/use-session.ts";
import { AnswerFile } from "./answer-file.tsx";
import { MakePackage } from "./make-package.tsx";
import { OutstandingRecords } from "./outstanding.tsx";
import { SecondAcceptance } from "./second-acceptance.tsx";
import { isAnswered, type Ledger } from "./use-handover.ts";

/**
 * What is to be done with the book now: the whole of it sent, an answer recorded, refusals answered
 * and what was corrected sent again, or all of it accepted.
 */
export const NextStep = (props: {
  readonly bookId: string;
  readonly name: string;
  readonly ledger: Ledger;
  readonly onDone: () => Promise<void>;
}) => {
  const { t } = useTranslation();
  const manager = useHasRole("data-manager");
  const acceptor = useHasRole("acceptor");
  const { bookId, name, ledger, onDone } = props;
  const { status, packages, answered, outstanding, ready } = ledger;
  const awaitsAnswer = packages.length > answered;
  const answeredIds = outstanding.filter(isAnswered).map(({ recordId }) => recordId);
  const wholeNext = packages.length === 0 && ready.notAccepted === 0;
  return (
    <>
      {packages.length === 0 && ready.notAccepted > 0 && (
        <p className="problem">{t("handover.notAccepted", { count: ready.notAccepted })}</p>
      )}
      {manager && wholeNext && <MakePackage bookId={bookId} name={name} ledger={ledger} onHanded={onDone} />}
      {manager && awaitsAnswer && (
        <AnswerFile bookId={bookId} ledger={ledger} onRecorded={onDone} onOvertaken={onDone} />
      )}
      {!manager && awaitsAnswer && <p className="notice">{t("handover.whyNot.awaitsAnswer")}</p>}
      {outstanding.length > 0 && (
        <OutstandingRecords
          bookId={bookId}
          items={outstanding}
          revision={ledger.revision}
          onChanged={onDone}
        />
      )}
      {manager && !awaitsAnswer && outstanding.length > 0 && (
        <MakePackage
          key={packages.length}
          bookId={bookId}
          name={`${name}-${packages.length + 1}`}
          recordIds={answeredIds}
          ledger={ledger}
          onHanded={onDone}
        />
      )}
      {acceptor && status !== "accepted" && (
        <SecondAcceptance bookId={bookId} ledger={ledger} onAccepted={onDone} onOvertaken={onDone} />
      )}
    </>
  );
};
