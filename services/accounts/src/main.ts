import { WrongConfiguration } from "@sogoc/host/environment";
import { comesByHttps, transportOf } from "@sogoc/host/network/network-settings";
import { runService } from "@sogoc/host/run-service";
import { showOnce } from "@sogoc/host/shown-once";
import {
  bootstrapInstallation,
  buildAccounts,
  firstPasswordInWords,
  nobodySignedInInWords,
  notShownInWords,
} from "./app.ts";

await runService({
  name: "accounts",
  async build(ports, _verifyToken, settings) {
    const accounts = await buildAccounts(ports, {
      secureCookies: comesByHttps(transportOf(settings)),
      signInsPerMinute: settings.SOGOC_SIGN_INS_PER_MINUTE,
      secondFactorPolicy: settings.SOGOC_SECOND_FACTOR,
      warn: (message) => console.error(JSON.stringify({ level: "error", msg: message })),
    });
    return {
      ...accounts,
      async prepare() {
        if (await accounts.areSecretsLost())
          throw new WrongConfiguration([
            "Kho bí mật (mật khẩu, khóa) trong MongoDB trống, trong khi sổ sự kiện có người từng đăng nhập: sai SOGOC_MONGODB_DATABASE, hoặc kho đã mất. Chưa cấp mật khẩu nào. Hãy khôi phục kho ấy; không còn bản sao thì: npm run sogoc -- admin reset --data distributed",
            "The store of secrets (passwords, keys) in MongoDB is empty, although the log tells of people who signed in: SOGOC_MONGODB_DATABASE is another one, or the store is lost. No password was given. Restore it; where no copy is left: npm run sogoc -- admin reset --data distributed",
          ]);
      },
      async begin() {
        const administrator = { signInName: settings.SOGOC_FIRST_ADMIN, data: "distributed" };
        const { signInName } = administrator;
        const password = await bootstrapInstallation(accounts.bootstrapDependencies, { signInName });
        if (password !== undefined)
          await showOnce(firstPasswordInWords(signInName, password)).catch(() =>
            console.error(notShownInWords(administrator)),
          );
        else if (!(await accounts.hasAnyoneSignedIn())) console.error(nobodySignedInInWords(administrator));
      },
    };
  },
});
