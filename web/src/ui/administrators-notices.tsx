import { BackupNotice } from "./backup-notice.tsx";
import { ExpiryNotice } from "./expiry-notice.tsx";

/** What is told to whoever can have the server mended. */
export const AdministratorsNotices = () => (
  <>
    <BackupNotice />
    <ExpiryNotice />
  </>
);
