export { plainBirth } from "./plain-birth.ts";
